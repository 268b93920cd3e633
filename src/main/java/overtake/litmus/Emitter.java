package overtake.litmus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Program;
import overtake.program.Source;

/// Collects the instructions of one thread and hands out its registers: one for each name, and scratch registers that live as long as
/// a statement.
final class Emitter {
    private final String agent;
    private final String file;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final Map<String, Register> named = new LinkedHashMap<>();
    private final List<Register> scratch = new ArrayList<>();
    private final Map<String, Integer> sites = new TreeMap<>();
    private int scratchInUse;
    private int registers;

    Emitter(String agent, String file) {
        this.agent = agent;
        this.file = file;
    }

    Register name(String register) {
        return named.computeIfAbsent(register, _ -> new Register(registers++));
    }

    Optional<Register> named(String register) {
        return Optional.ofNullable(named.get(register));
    }

    Register scratch() {
        if (scratchInUse == scratch.size()) {
            scratch.add(new Register(registers++));
        }
        return scratch.get(scratchInUse++);
    }

    /// From here on all scratch registers may be used again.
    void endStatement() {
        scratchInUse = 0;
    }

    int registers() {
        return registers;
    }

    /// Number of the next instruction.
    int here() {
        return instructions.size();
    }

    /// A stable name for the source of the next instructions.
    ///
    /// @param operation as traces show it
    Source source(String operation, int line) {
        int count = sites.merge(operation, 1, Integer::sum);
        String site = agent + "/" + operation + (count == 1 ? "" : "#" + count);
        return new Source(site, operation, file, line, List.of());
    }

    void emit(Instruction instruction, Source source) {
        instructions.add(instruction);
        sources.add(source);
    }

    /// Leaves room for a jump whose target is not known yet.
    int reserve(Source source) {
        emit(new Instruction.Halt(), source);
        return here() - 1;
    }

    void fill(int reserved, Instruction instruction) {
        instructions.set(reserved, instruction);
    }

    /// The program, after observing the registers of these names.
    Program program(List<String> observed) {
        Source end = source("end", 0);
        for (int slot = 0; slot < observed.size(); slot++) {
            Operand value = named(observed.get(slot)).<Operand>map(r -> r).orElse(Operand.constant(0));
            emit(new Instruction.Observe(slot, value), end);
        }
        emit(new Instruction.Halt(), end);
        return new Program(agent, instructions, sources, registers, observed, Optional.empty());
    }
}
