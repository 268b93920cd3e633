package overtake.explore.stats;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import overtake.explore.Engine;
import overtake.explore.MachineEngine;
import overtake.explore.Strategy;
import overtake.machine.Bounds;
import overtake.machine.Choices;
import overtake.machine.EventKind;
import overtake.machine.Journal;
import overtake.memory.MemoryModel;
import overtake.program.Instruction;
import overtake.program.World;

/// Every run of a small world without loops, one by one, and how many classes they are in: by definition, as sets of ordered pairs of conflicting operations with the
/// values that were read. Shares nothing with [Interleaving].
final class AllRuns implements Strategy {
    private final World world;
    private final MemoryModel model;
    private final List<Integer> prefix = new ArrayList<>();
    private final List<Integer> widths = new ArrayList<>();
    private int at;

    AllRuns(World world, MemoryModel model) {
        this.world = world;
        this.model = model;
    }

    long classes() {
        SortedSet<String> classes = new TreeSet<>();
        try (Engine engine = new MachineEngine(world, model, Bounds.DEFAULT)) {
            do {
                Heard heard = new Heard();
                engine.journal(heard);
                at = 0;
                widths.clear();
                engine.run(this, 1000);
                classes.add(heard.pairs.toString() + heard.values);
            } while (advance());
        }
        return classes.size();
    }

    private boolean advance() {
        while (prefix.size() < widths.size()) {
            prefix.add(0);
        }
        while (!prefix.isEmpty()) {
            int last = prefix.removeLast() + 1;
            if (last < widths.get(prefix.size())) {
                prefix.add(last);
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return "all";
    }

    @Override
    public void begin(long execution) {}

    @Override
    public int pick(Choices choices) {
        widths.add(choices.size());
        int index = at < prefix.size() ? prefix.get(at) : 0;
        at++;
        return index;
    }

    private record Operation(String name, int cell, boolean writes) {}

    private final class Heard implements Journal {
        final SortedSet<String> pairs = new TreeSet<>();
        final SortedMap<String, Integer> values = new TreeMap<>();
        private final List<Operation> made = new ArrayList<>();
        private final SortedMap<Integer, Deque<Integer>> sent = new TreeMap<>();

        @Override
        public void event(EventKind kind, int agent, int pc, int target, int value) {
            switch (kind) {
                case SEND -> sent.computeIfAbsent(agent, _ -> new ArrayDeque<>()).add(pc);
                case DELIVER -> made(agent, sent.getOrDefault(agent, new ArrayDeque<>()).remove(), target, value);
                case PERFORM -> made(agent, pc, target, value);
                default -> {}
            }
        }

        private void made(int agent, int pc, int target, int value) {
            Instruction instruction = world.programs().get(agent).instructionAt(pc);
            boolean access = instruction instanceof Instruction.Load || instruction instanceof Instruction.Store
                    || instruction instanceof Instruction.Rmw;
            if (!access) {
                return;
            }
            Operation operation = new Operation(agent + ":" + pc, target, !(instruction instanceof Instruction.Load));
            values.put(operation.name(), value);
            for (Operation earlier : made) {
                if (earlier.cell() == operation.cell() && (earlier.writes() || operation.writes())) {
                    pairs.add(earlier.name() + "<" + operation.name());
                }
            }
            made.add(operation);
        }
    }
}
