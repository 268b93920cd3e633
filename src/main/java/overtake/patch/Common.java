package overtake.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import overtake.check.CheckPlan;
import overtake.machine.FaultKind;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Program;
import overtake.program.World;
import overtake.property.Outcome;
import overtake.scenario.Problem;
import overtake.scenario.Scenario;
import overtake.scenario.ScenarioException;
import overtake.scenario.ScenarioReader;

/// What two scenarios have in common, and can be compared by.
///
/// @param properties that can be broken in both
/// @param observables names of shared variables of both and of observations of agents, such as `gpc.valid` and `vcpu0:r0`
/// @param remarks what only one of them has, and in which parameters their worlds differ
public record Common(Set<String> properties, Set<String> observables, List<String> remarks) {
    private static final List<String> ANYWHERE = Stream.concat(
            Stream.of(FaultKind.values()).map(FaultKind::property), Stream.of("not-exercised")).toList();

    /// @throws ScenarioException if there is nothing to compare them by
    static Common of(Scenario before, Scenario after) {
        List<String> mine = ScenarioReader.properties(before.world());
        List<String> others = ScenarioReader.properties(after.world());
        Set<String> properties = both(mine, others);
        List<String> remarks = new ArrayList<>();
        onlyIn("has these properties", mine, others, before, after, remarks);
        List<String> own = mine.stream().filter(name -> !ANYWHERE.contains(name)).toList();
        List<String> othersOwn = others.stream().filter(name -> !ANYWHERE.contains(name)).toList();
        List<String> cells = observables(before.world());
        List<String> otherCells = observables(after.world());
        Set<String> observables = both(cells, otherCells);
        onlyIn("has these observables", cells, otherCells, before, after, remarks);
        List<String> changed = changed(before.world());
        List<String> otherChanged = changed(after.world());
        changed.retainAll(observables);
        otherChanged.retainAll(observables);
        onlyIn("changes these observables", changed, otherChanged, before, after, remarks);
        observables.removeIf(name -> changed.contains(name) != otherChanged.contains(name));
        boolean none = own.isEmpty() && othersOwn.isEmpty() ? observables.isEmpty() : both(own, othersOwn).isEmpty();
        if (none) {
            throw new ScenarioException(List.of(new Problem(after.path(), 0,
                    "has no property in common with " + before.path() + ": found " + list(othersOwn)
                            + "; expected some of " + list(own))));
        }
        params(before, after, remarks);
        return new Common(properties, observables, List.copyOf(remarks));
    }

    private static void params(Scenario before, Scenario after, List<String> remarks) {
        after.params().forEach((name, value) -> {
            String other = before.params().getOrDefault(name, value);
            if (!other.equals(value)) {
                remarks.add("the worlds differ in params." + name + " too: " + other + " before, " + value + " after");
            }
        });
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static Set<String> both(List<String> some, List<String> others) {
        Set<String> both = new LinkedHashSet<>(some);
        both.retainAll(others);
        return both;
    }

    private static void onlyIn(String what, List<String> some, List<String> others, Scenario before, Scenario after,
            List<String> remarks) {
        onlyIn(what, some, others, before.path(), remarks);
        onlyIn(what, others, some, after.path(), remarks);
    }

    private static void onlyIn(
            String what, List<String> some, List<String> others, String path, List<String> remarks) {
        List<String> only = some.stream().filter(name -> !others.contains(name)).distinct().toList();
        if (!only.isEmpty()) {
            remarks.add("not compared, for only " + path + " " + what + ": " + String.join(", ", only));
        }
    }

    private static List<String> observables(World world) {
        Stream<String> observations = world.programs().stream()
                .flatMap(program -> program.observations().stream().map(name -> observation(program, name)));
        return Stream.concat(observations, cells(world).keySet().stream()).toList();
    }

    /// Variables that some agent may store to: the others have one value for ever, and say nothing of runs.
    private static List<String> changed(World world) {
        Set<Integer> stored = new TreeSet<>();
        world.programs().stream().flatMap(program -> Stream.concat(Stream.of(program), program.handler().stream()))
                .flatMap(program -> program.instructions().stream())
                .forEach(instruction -> {
                    switch (instruction) {
                        case Instruction.Store store -> mark(stored, store.cell(), store.candidates());
                        case Instruction.Rmw rmw -> mark(stored, rmw.cell(), rmw.candidates());
                        default -> {
                            // changes no variable
                        }
                    }
                });
        Stream<String> observations = world.programs().stream()
                .flatMap(program -> program.observations().stream().map(name -> observation(program, name)));
        return new ArrayList<>(Stream.concat(observations,
                cells(world).entrySet().stream().filter(cell -> stored.contains(cell.getValue()))
                        .map(Map.Entry::getKey))
                .toList());
    }

    private static void mark(Set<Integer> stored, Operand cell, List<Integer> candidates) {
        if (cell instanceof Operand.Constant constant) {
            stored.add(constant.value());
        } else {
            stored.addAll(candidates);
        }
    }

    private static String observation(Program program, String name) {
        return program.agent() + ":" + name;
    }

    /// Cell numbers by name. Of cells that share a name, the first.
    private static Map<String, Integer> cells(World world) {
        Map<String, Integer> cells = new LinkedHashMap<>();
        for (int i = 0; i < world.cells().size(); i++) {
            cells.putIfAbsent(world.cells().get(i).name(), i);
        }
        return cells;
    }

    /// What a check of one of the worlds is to collect.
    CheckPlan.Observed observed(World world) {
        return CheckPlan.Observed.of(cells(world).entrySet().stream()
                .filter(cell -> observables.contains(cell.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    }

    /// The common part of an outcome of one of the worlds. Objects are named, for their handles differ between worlds.
    TreeMap<String, String> values(World world, Outcome outcome) {
        Map<String, Integer> cells = cells(world);
        TreeMap<String, String> values = new TreeMap<>();
        outcome.values().forEach((name, value) -> {
            if (observables.contains(name)) {
                CellType type = cells.containsKey(name) ? type(world, cells.get(name)) : CellType.INT;
                values.put(name, world.show(type, value));
            }
        });
        return values;
    }

    private static CellType type(World world, int cell) {
        Cell found = world.cells().get(cell);
        return found.type();
    }
}
