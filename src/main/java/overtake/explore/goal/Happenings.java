package overtake.explore.goal;

import java.util.ArrayList;
import java.util.List;
import overtake.machine.EntryKind;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.memory.Lkmm;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.World;

/// The operations of one run in the order in which they were performed, and from which store each read took its value. What is undone under `lkmm` has not happened.
final class Happenings implements Journal {
    private final World world;
    private final boolean outOfOrder;
    private final List<Operation> made = new ArrayList<>();
    /// By cell, its stores in coherence order.
    private final List<List<Operation>> orders = new ArrayList<>();
    /// By agent: under `tso` what travels, under `lkmm` what was fetched and not undone.
    private final List<List<Operation>> own = new ArrayList<>();
    private final int[] retired;
    private EntryKind telling = EntryKind.RETIRED;
    private Operation told = new Operation(0, 0);
    private int number;

    Happenings(World world, MemoryModel model) {
        this.world = world;
        outOfOrder = model instanceof Lkmm;
        world.cells().forEach(_ -> orders.add(new ArrayList<>()));
        world.programs().forEach(_ -> own.add(new ArrayList<>()));
        retired = new int[own.size()];
    }

    /// One execution of an instruction.
    static final class Operation {
        final int agent;
        final int pc;
        int cell = -1;
        /// Itself if it read the initial value, or nothing.
        Operation source = this;
        boolean reads;

        Operation(int agent, int pc) {
            this.agent = agent;
            this.pc = pc;
        }
    }

    /// In the order in which they happened.
    List<Operation> made() {
        return made;
    }

    void begin() {
        made.clear();
        orders.forEach(List::clear);
        own.forEach(List::clear);
        java.util.Arrays.fill(retired, 0);
        telling = EntryKind.RETIRED;
    }

    private Instruction instruction(int agent, int pc) {
        return world.programs().get(agent).instructionAt(pc);
    }

    @Override
    public void event(EventKind kind, int agent, int pc, int target, int value) {
        if (outOfOrder) {
            if (kind == EventKind.PERFORM || kind == EventKind.PLACE || kind == EventKind.GRANT
                    || kind == EventKind.FENCE) {
                tell(kind, agent, pc, target);
            }
            return;
        }
        switch (kind) {
            case PERFORM, GRANT, FENCE -> perform(new Operation(agent, pc), target);
            case SEND -> {
                Operation sent = new Operation(agent, pc);
                sent.cell = cell(agent, pc, target);
                own.get(agent).add(sent);
            }
            case DELIVER -> {
                Operation sent = own.get(agent).removeFirst();
                made.add(sent);
                store(sent);
            }
            default -> {
                // nothing that a goal names
            }
        }
    }

    private int cell(int agent, int pc, int target) {
        return switch (instruction(agent, pc)) {
            case Instruction.Load _, Instruction.Store _, Instruction.Rmw _ -> target;
            default -> -1;
        };
    }

    private void store(Operation operation) {
        if (operation.cell >= 0) {
            orders.get(operation.cell).add(operation);
        }
    }

    private void perform(Operation operation, int target) {
        operation.cell = cell(operation.agent, operation.pc, target);
        made.add(operation);
        switch (instruction(operation.agent, operation.pc)) {
            case Instruction.Load _ -> read(operation, travelling(operation));
            case Instruction.Rmw _ -> {
                read(operation, newest(operation));
                store(operation);
            }
            case Instruction.Store _ -> store(operation);
            default -> {
                // about no cell
            }
        }
    }

    private static void read(Operation reader, Operation source) {
        reader.reads = true;
        reader.source = source;
    }

    private Operation newest(Operation reader) {
        List<Operation> order = orders.get(reader.cell);
        return order.isEmpty() ? reader : order.getLast();
    }

    private Operation travelling(Operation reader) {
        List<Operation> sent = own.get(reader.agent);
        for (int i = sent.size() - 1; i >= 0; i--) {
            if (sent.get(i).cell == reader.cell) {
                return sent.get(i);
            }
        }
        return newest(reader);
    }

    @Override
    public void entry(EntryKind kind, int agent, int slot, int detail) {
        List<Operation> all = own.get(agent);
        int at = retired[agent] + slot;
        switch (kind) {
            case FETCHED -> all.add(new Operation(agent, detail >> 1));
            case RETIRED -> retired[agent] += detail;
            case CUT -> {
                List<Operation> gone = all.subList(Math.min(at, all.size()), all.size());
                gone.forEach(operation -> orders.forEach(order -> order.removeIf(each -> each == operation)));
                gone.forEach(operation -> made.removeIf(each -> each == operation));
                gone.clear();
            }
            case READ, FORWARDED, WRITTEN, DONE -> {
                telling = kind;
                told = all.get(at);
                number = detail;
                told.source = kind == EntryKind.FORWARDED ? all.get(retired[agent] + detail) : told;
            }
        }
    }

    private void tell(EventKind kind, int agent, int pc, int target) {
        if (telling == EntryKind.WRITTEN && kind != EventKind.PLACE || telling == EntryKind.RETIRED
                || pc != told.pc || agent != told.agent) {
            return;
        }
        told.cell = cell(agent, pc, target);
        boolean half = told.reads || instruction(agent, pc) instanceof Instruction.Rmw && telling == EntryKind.WRITTEN;
        if (telling == EntryKind.READ || telling == EntryKind.FORWARDED) {
            told.reads = true;
            if (telling == EntryKind.READ && told.cell >= 0) {
                List<Operation> order = orders.get(told.cell);
                int place = order.size() - 1 - number;
                told.source = place < 0 ? told : order.get(place);
            }
        }
        if (telling == EntryKind.WRITTEN && told.cell >= 0) {
            List<Operation> order = orders.get(told.cell);
            order.add(order.size() - number, told);
        }
        if (!half) {
            made.add(told);
        }
        telling = EntryKind.RETIRED;
    }
}
