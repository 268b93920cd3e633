package overtake.scenario;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import overtake.program.Instruction;
import overtake.program.Program;
import overtake.program.World;

/// Reads the schedule that a person wrote, one directive a line, against the world that it is for.
final class DirectiveReader {
    private static final Pattern TO_SITE = Pattern.compile("(\\S+) +(until|before) +(.+)");
    private static final Pattern STEPS = Pattern.compile("(\\S+) +(\\d{1,6}) +steps?");
    private static final Pattern TO_END = Pattern.compile("(\\S+) +to +end");
    private static final Pattern CHOOSE = Pattern.compile("(\\S+) +choose +(\\d{1,6})");
    private static final Pattern DELIVER = Pattern.compile("deliver +(\\S+)(?: +(\\d{1,6}))?");
    private static final Pattern INTERRUPT = Pattern.compile("interrupt +(\\S+)");
    private static final String FORMS = "`AGENT until SITE`, `AGENT before SITE`, `AGENT 3 steps`, `AGENT to end`, "
            + "`AGENT choose 2`, `deliver AGENT`, `deliver AGENT 2`, `interrupt AGENT` or `stop`";
    private static final int MOST_NAMED = 12;

    private final World world;
    private final Problems problems;

    DirectiveReader(World world, Problems problems) {
        this.world = world;
        this.problems = problems;
    }

    List<Directive> read(List<Section.Text> lines) {
        return lines.stream().flatMap(line -> read(line).stream()).toList();
    }

    private Optional<Directive> read(Section.Text line) {
        String text = line.value().strip();
        var origin = new Directive.Origin(problems.where(line.origin()), Math.max(line.origin().lineNumber(), 0), text);
        if (text.equals("stop")) {
            return Optional.of(new Directive.Stop(origin));
        }
        Matcher m = TO_SITE.matcher(text);
        if (m.matches()) {
            return toSite(m.group(1), m.group(2), m.group(3), origin);
        }
        m = STEPS.matcher(text);
        if (m.matches()) {
            int count = Integer.parseInt(m.group(2));
            return agent(m.group(1), origin, agent -> new Directive.Steps(agent, count, origin));
        }
        m = TO_END.matcher(text);
        if (m.matches()) {
            return agent(m.group(1), origin, agent -> new Directive.ToEnd(agent, origin));
        }
        m = CHOOSE.matcher(text);
        if (m.matches()) {
            return choose(m.group(1), Integer.parseInt(m.group(2)), origin);
        }
        m = DELIVER.matcher(text);
        if (m.matches()) {
            int count = m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
            return agent(m.group(1), origin, agent -> new Directive.Deliver(agent, count, origin));
        }
        m = INTERRUPT.matcher(text);
        if (m.matches()) {
            return interrupt(m.group(1), origin);
        }
        problems.add(origin.problem("not a directive; expected " + FORMS));
        return Optional.empty();
    }

    private Optional<Directive> agent(String name, Directive.Origin origin, Function<Integer, Directive> directive) {
        Optional<String> wrong = wrongAgent(world, name);
        wrong.ifPresent(message -> problems.add(origin.problem(message)));
        return wrong.isPresent() ? Optional.empty() : Optional.of(directive.apply(agents(world).indexOf(name)));
    }

    static List<String> agents(World world) {
        return world.programs().stream().map(Program::agent).toList();
    }

    /// What to say of an agent that does not exist.
    static Optional<String> wrongAgent(World world, String name) {
        List<String> agents = agents(world);
        return agents.contains(name) ? Optional.empty()
                : Optional.of("unknown agent " + name + "; expected one of "
                        + String.join(", ", agents) + NearMisses.question(name, agents));
    }

    private Optional<Directive> toSite(String name, String preposition, String site, Directive.Origin origin) {
        return agent(name, origin, agent -> preposition.equals("until")
                ? new Directive.Until(agent, site, origin)
                : new Directive.Before(agent, site, origin))
                .filter(directive -> hasSite(directive, name, site));
    }

    private boolean hasSite(Directive directive, String name, String site) {
        Optional<String> wrong = wrongSite(name, site, sites(world.programs().get(directive.agent())));
        wrong.ifPresent(message -> problems.add(directive.origin().problem(message)));
        return wrong.isEmpty();
    }

    /// What to say of a site that the agent does not have.
    static Optional<String> wrongSite(String name, String site, SortedSet<String> sites) {
        return sites.contains(site) ? Optional.empty()
                : Optional.of(name + " has no site " + site + choices(site, sites));
    }

    /// What to say of the sites that were possible: those that look like the wrong one, or else the first ones.
    static String choices(String site, SortedSet<String> sites) {
        String question = NearMisses.question(site, sites);
        return question.isEmpty()
                ? "; expected one of " + String.join(", ", sites.stream().limit(MOST_NAMED).toList())
                        + (sites.size() > MOST_NAMED ? ", ... (disasm prints them all)" : "")
                : question;
    }

    /// The sites of an agent's operations and fences.
    static SortedSet<String> operations(World world, String name) {
        SortedSet<String> sites = new TreeSet<>();
        Program program = world.programs().get(agents(world).indexOf(name));
        program.sources().forEach(source -> sites.add(source.site()));
        program.handler().ifPresent(handler -> handler.sources().forEach(source -> sites.add(source.site())));
        sites.remove("");
        return sites;
    }

    private Optional<Directive> choose(String name, int value, Directive.Origin origin) {
        return agent(name, origin, agent -> new Directive.Choose(agent, value, origin)).filter(directive -> {
            int most = instructions(world.programs().get(directive.agent()))
                    .mapToInt(instruction -> instruction instanceof Instruction.Choose choose ? choose.bound() : 0)
                    .max()
                    .orElse(0);
            if (value >= most) {
                problems.add(origin.problem(most == 0
                        ? name + " has no choose"
                        : "no choose of " + name + " has that value; expected 0 to " + (most - 1)));
            }
            return value < most;
        });
    }

    private Optional<Directive> interrupt(String name, Directive.Origin origin) {
        return agent(name, origin, agent -> new Directive.Interrupt(agent, origin)).filter(directive -> {
            boolean handles = world.programs().get(directive.agent()).handler().isPresent();
            if (!handles) {
                List<String> those = world.programs().stream()
                        .filter(program -> program.handler().isPresent())
                        .map(Program::agent)
                        .toList();
                problems.add(origin.problem(name + " has no interrupt handler; "
                        + (those.isEmpty() ? "no agent has one" : "these have: " + String.join(", ", those))));
            }
            return handles;
        });
    }

    private static Stream<Instruction> instructions(Program program) {
        return Stream.concat(
                program.instructions().stream(), program.handler().stream().flatMap(DirectiveReader::instructions));
    }

    /// The sites of an agent that a schedule can name.
    static SortedSet<String> sites(Program program) {
        SortedSet<String> sites = new TreeSet<>();
        for (int pc = 0; pc < program.instructions().size(); pc++) {
            if (program.instructions().get(pc).isVisible()) {
                sites.add(program.sources().get(pc).site());
            }
        }
        program.handler().ifPresent(handler -> sites.addAll(sites(handler)));
        return sites;
    }
}
