package overtake.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import overtake.Listing;
import overtake.cli.options.OutputOptions;
import overtake.cli.options.WorldOptions;
import overtake.cli.output.ListingJson;
import overtake.cli.output.SourceTexts;
import overtake.cli.session.Context;
import overtake.cli.session.Session;
import overtake.program.Source;
import overtake.program.edit.SiteInfo;
import overtake.scenario.NearMisses;
import overtake.scenario.Overrides;
import overtake.scenario.Scenario;
import overtake.trace.TextTable;
import overtake.trace.TextTable.Cell;
import overtake.trace.TextTable.Tone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `overtake disasm SCENARIO [AGENT]`
@Command(name = "disasm", mixinStandardHelpOptions = true, description = "Show the programs of agents beside their source lines, and the sites that --drop takes.")
final class DisasmCommand implements Callable<Integer> {
    private static final int WIDEST_INSTRUCTION = 48;

    private final Context context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "SCENARIO", description = "A scenario file.")
    private Path path = Path.of("");

    @Parameters(index = "1", paramLabel = "AGENT", arity = "0..1", description = "Only this agent.")
    private Optional<String> agent = Optional.empty();

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    DisasmCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        try (Session session = context.session(spec, output)) {
            Overrides overrides = world.overrides(spec);
            Scenario scenario = session.overtake().load(path, overrides);
            Listing listing = session.overtake().disassemble(scenario);
            SourceTexts sources = new SourceTexts(context.checkout(), scenario);
            for (Listing.Agent each : chosen(listing)) {
                session.result(ListingJson.of(scenario, listing, each, sources));
                session.print(lines(session, listing, each, sources));
            }
            if (!session.quiet()) {
                session.print(sites(session, listing));
            }
            return session.end();
        }
    }

    private List<Listing.Agent> chosen(Listing listing) {
        List<String> names = listing.agents().stream().map(Listing.Agent::name).toList();
        if (agent.isPresent() && !names.contains(agent.get())) {
            throw new ParameterException(spec.commandLine(), "no agent " + agent.get() + "; expected one of "
                    + String.join(", ", names) + NearMisses.question(agent.get(), names));
        }
        return listing.agents().stream()
                .filter(each -> agent.isEmpty() || each.name().equals(agent.get())
                        || each.name().equals(agent.get() + ".handler"))
                .toList();
    }

    /// Source lines, and below each its instructions: number, `*` if it is a step, the instruction, its site.
    private static List<String> lines(Session session, Listing listing, Listing.Agent agent, SourceTexts sources) {
        List<String> lines = new ArrayList<>();
        lines.add(Tone.STRONG.paint(agent.name(), session.colour()) + ": " + agent.lines().size()
                + " instructions; * is a step, - a site that can be dropped");
        int widest = agent.lines().stream().mapToInt(line -> line.text().length()).max().orElse(0);
        int width = Math.min(widest, WIDEST_INSTRUCTION);
        String place = "";
        for (Listing.Line line : agent.lines()) {
            String here = place(line.source());
            if (!here.equals(place)) {
                place = here;
                String text = sources.line(line.source().file(), line.source().line());
                lines.add(Tone.FAINT.paint(String.format(Locale.ROOT, "%-24s %s", here, text).stripTrailing(),
                        session.colour()));
            }
            boolean drop = listing.sites().stream()
                    .anyMatch(site -> site.site().equals(line.source().site()) && site.canBeDropped());
            lines.add(String
                    .format(Locale.ROOT, "  %4d %s %-" + width + "s %s %s", line.number(), line.step() ? "*" : " ",
                            line.text(), drop ? "-" : " ", line.source().site())
                    .stripTrailing());
        }
        lines.add("");
        return lines;
    }

    private static String place(Source source) {
        return source.file().isEmpty() ? "" : source.file() + (source.line() > 0 ? ":" + source.line() : "");
    }

    private List<String> sites(Session session, Listing listing) {
        TextTable table =
                new TextTable(List.of("site", "agents", "--drop", "--weaken to"), session.width(), session.colour());
        for (SiteInfo site : listing.sites()) {
            if (agent.isEmpty() || site.agents().contains(agent.get())) {
                table.add(List.of(
                        Cell.of(site.site()),
                        Cell.of(String.join(", ", site.agents())),
                        Cell.of(site.keptBecause().map(reason -> "no: " + reason).orElse("yes")),
                        Cell.of(String.join(", ", site.weakerForms()))));
            }
        }
        return table.lines();
    }
}
