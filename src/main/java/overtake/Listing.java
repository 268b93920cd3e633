package overtake;

import java.util.ArrayList;
import java.util.List;
import overtake.program.Program;
import overtake.program.Source;
import overtake.program.World;
import overtake.program.edit.Disassembly;
import overtake.program.edit.Edit;
import overtake.program.edit.SiteInfo;

/// The programs of a world, for reading beside their sources.
///
/// @param sites of all agents, in the order of agents and instructions
public record Listing(List<Agent> agents, List<SiteInfo> sites) {
    public Listing {
        agents = List.copyOf(agents);
        sites = List.copyOf(sites);
    }

    /// What one agent executes.
    ///
    /// @param name of the agent; that of an interrupt handler ends in `.handler`
    public record Agent(String name, List<Line> lines) {
        public Agent {
            lines = List.copyOf(lines);
        }
    }

    /// An instruction.
    ///
    /// @param step whether it is a step of its own
    public record Line(int number, boolean step, String text, Source source) {}

    static Listing of(World world) {
        List<Agent> agents = new ArrayList<>();
        for (Program program : world.programs()) {
            agents.add(agent(world, program, program.agent()));
            program.handler().ifPresent(handler -> agents.add(agent(world, handler, program.agent() + ".handler")));
        }
        return new Listing(agents, Edit.sites(world));
    }

    private static Agent agent(World world, Program program, String name) {
        List<String> texts = Disassembly.instructions(world, program);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i).substring(texts.get(i).indexOf(' ') + 1);
            lines.add(new Line(i, program.instructions().get(i).isVisible(), text, program.sources().get(i)));
        }
        return new Agent(name, lines);
    }
}
