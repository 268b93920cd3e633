package overtake.cli.start;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import overtake.cli.output.Launcher;
import picocli.CommandLine;

/// What a command looks like in use: the end of its help. Every line works in a checkout and in an unpacked distribution; a test carries them out.
public final class Examples {
    private static final String PFNCACHE = "scenarios/pfncache-lockless/with-smp_mb.conf";
    private static final String DROP = " --model tso --drop hva_to_pfn_retry/smp_mb";
    private static final String SCHEDULE = "runs/with-smp_mb-tso-1.conf";

    private static final Map<String, List<Example>> ALL = new LinkedHashMap<>();

    static {
        put("list", new Example("list scenarios/regressions", 0));
        put("run", new Example("run scenarios/regressions", 0));
        put("fuzz", new Example("fuzz " + PFNCACHE + DROP, 1));
        put("check", new Example("check scenarios/machinery/request.conf --model tso", 0));
        put("replay", new Example("fuzz " + PFNCACHE + DROP, 1), new Example("replay " + SCHEDULE, 0));
        put("shrink", new Example("fuzz " + PFNCACHE + DROP, 1), new Example("shrink " + SCHEDULE, 0));
        put("explain", new Example("fuzz " + PFNCACHE + DROP, 1), new Example("explain " + SCHEDULE, 0));
        put("compare", new Example("compare scenarios/machinery/all-well.conf scenarios/machinery/only-seq.conf", 1));
        put("mutate", new Example("mutate scenarios/machinery/request.conf --model tso", 0));
        put("litmus", new Example("litmus src/test/resources/litmus/SB --model tso", 0));
        put("disasm", new Example("disasm " + PFNCACHE + " vcpu0", 0));
        put("bench", new Example("bench " + PFNCACHE + " --time 500ms", 0));
        put("new", new Example("new LostWakeup", 0), new Example("fuzz LostWakeup.conf", 1));
        put("watch", new Example("new LostWakeup", 0), new Example("watch LostWakeup.conf", 130));
        put("doctor", new Example("doctor", 0));
        put("completion", new Example("completion bash", 0));
    }

    private Examples() {}

    /// A command line.
    ///
    /// @param arguments what follows the name of the tool
    /// @param exit the exit code that it ends with
    public record Example(String arguments, int exit) {}

    private static void put(String command, Example... examples) {
        ALL.put(command, List.of(examples));
    }

    /// None if the command has none.
    public static List<Example> of(String command) {
        return ALL.getOrDefault(command, List.of());
    }

    /// Puts the examples of all commands below their helps.
    public static void show(CommandLine line) {
        line.getSubcommands().forEach((name, command) -> {
            List<Example> examples = of(name);
            if (!examples.isEmpty()) {
                List<String> footer = new ArrayList<>(List.of("", examples.size() == 1 ? "Example:" : "Examples:"));
                examples.forEach(example -> footer.add("  " + Launcher.command() + " " + example.arguments()
                        + (example.exit() == 0 ? "" : "    (exit code " + example.exit() + ")")));
                command.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
            }
        });
    }
}
