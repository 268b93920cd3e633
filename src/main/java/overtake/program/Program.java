package overtake.program;

import java.util.List;
import java.util.Optional;

/// What one agent executes.
///
/// @param agent name of the agent, such as `vcpu0`
/// @param instructions entry is instruction 0
/// @param sources one for each instruction
/// @param registers how many registers the instructions name
/// @param observations names of the observation slots, such as `r0`
/// @param handler an interrupt handler that may run once, at any point where interrupts are on, on the same CPU (it shares the
///     store channel, not the registers)
public record Program(
        String agent,
        List<Instruction> instructions,
        List<Source> sources,
        int registers,
        List<String> observations,
        Optional<Program> handler) {
    public Program {
        instructions = List.copyOf(instructions);
        sources = List.copyOf(sources);
        observations = List.copyOf(observations);
        if (instructions.size() != sources.size() || instructions.isEmpty()) {
            throw new IllegalArgumentException(
                    agent + ": " + instructions.size() + " instructions, " + sources.size() + " sources");
        }
        if (handler.isPresent() && handler.get().handler().isPresent()) {
            throw new IllegalArgumentException(agent + ": a handler cannot be interrupted");
        }
        if (handler.isPresent() && !handler.get().observations().isEmpty()) {
            throw new IllegalArgumentException(agent + ": a handler cannot observe; a state has no room for it");
        }
    }

    /// The instruction with that number, where the handler's instructions follow the program's own.
    public Instruction instructionAt(int pc) {
        int own = instructions.size();
        return pc < own ? instructions.get(pc) : handler.orElseThrow().instructions().get(pc - own);
    }

    /// Where the instruction with that number comes from.
    public Source sourceAt(int pc) {
        int own = sources.size();
        return pc < own ? sources.get(pc) : handler.orElseThrow().sources().get(pc - own);
    }
}
