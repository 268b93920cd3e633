package overtake.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import overtake.program.Instruction;
import overtake.program.LockMode;
import overtake.program.Ordering;
import overtake.program.Program;
import overtake.program.World;

/// A site at which the programs of two worlds differ.
///
/// @param before the operation's form in the first world, such as `smp_mb`, `acquire` or `write`; empty if only the second has the site
/// @param after the same of the second world
public record SiteDifference(String site, Kind kind, String before, String after) {

    /// How a site differs.
    public enum Kind {
        ONLY_BEFORE("only before"),
        ONLY_AFTER("only after"),
        CHANGED("changed"),
        /// The same operation stands elsewhere among its neighbours.
        MOVED("moved");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// For people and JSON.
        public String text() {
            return text;
        }
    }

    /// An operation of a program.
    private record Operation(String site, String form) {}

    /// In the order of the agents that both worlds have, and their instructions. O(product of the lengths) for each agent.
    static List<SiteDifference> of(World before, World after) {
        Map<String, String> gone = new LinkedHashMap<>();
        Map<String, String> come = new LinkedHashMap<>();
        for (Program program : before.programs()) {
            Optional<Program> other =
                    after.programs().stream().filter(p -> p.agent().equals(program.agent())).findFirst();
            other.ifPresent(found -> diff(operations(program), operations(found), gone, come));
        }
        List<SiteDifference> differences = new ArrayList<>();
        gone.forEach((site, form) -> {
            String now = come.get(site);
            if (now == null) {
                differences.add(new SiteDifference(site, Kind.ONLY_BEFORE, form, ""));
            } else {
                Kind kind = now.equals(form) ? Kind.MOVED : Kind.CHANGED;
                differences.add(new SiteDifference(site, kind, form, now));
            }
        });
        come.forEach((site, form) -> {
            if (!gone.containsKey(site)) {
                differences.add(new SiteDifference(site, Kind.ONLY_AFTER, "", form));
            }
        });
        return differences;
    }

    private static List<Operation> operations(Program program) {
        List<Operation> operations = new ArrayList<>();
        Stream.concat(Stream.of(program), program.handler().stream()).forEach(part -> {
            for (int i = 0; i < part.instructions().size(); i++) {
                String site = part.sources().get(i).site();
                if (part.instructions().get(i).isVisible() && !site.isEmpty()) {
                    operations.add(new Operation(site, form(part.instructions().get(i))));
                }
            }
        });
        return operations;
    }

    /// What is in neither of the longest common subsequence.
    private static void diff(
            List<Operation> a, List<Operation> b, Map<String, String> gone, Map<String, String> come) {
        int[][] longest = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                longest[i][j] = a.get(i).equals(b.get(j))
                        ? 1 + longest[i + 1][j + 1]
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
                i++;
                j++;
            } else if (j == b.size() || i < a.size() && longest[i + 1][j] >= longest[i][j + 1]) {
                gone.putIfAbsent(a.get(i).site(), a.get(i).form());
                i++;
            } else {
                come.putIfAbsent(b.get(j).site(), b.get(j).form());
                j++;
            }
        }
    }

    /// What orders or excludes in an operation; the form that [overtake.program.edit.Edit#weaken] takes, where there is one.
    private static String form(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Fence fence -> fence.kind().kernelName();
            case Instruction.Load load -> form(load.ordering());
            case Instruction.Store store -> form(store.ordering());
            case Instruction.Rmw rmw -> form(rmw.ordering());
            case Instruction.Lock lock -> form(lock.mode());
            case Instruction.Unlock unlock -> form(unlock.mode());
            case Instruction.TryLock lock -> form(lock.mode());
            case Instruction.Line line -> line.operation().spelling();
            default -> "";
        };
    }

    private static String form(Ordering ordering) {
        return ordering.name().toLowerCase(Locale.ROOT);
    }

    private static String form(LockMode mode) {
        return switch (mode) {
            case EXCLUSIVE -> "exclusive";
            case READ -> "read_lock";
            case WRITE -> "write_lock";
        };
    }

    /// Such as `smp_mb, then smp_wmb`.
    public String forms() {
        return switch (kind) {
            case ONLY_BEFORE -> before;
            case ONLY_AFTER -> after;
            case CHANGED -> before + ", then " + after;
            case MOVED -> "";
        };
    }
}
