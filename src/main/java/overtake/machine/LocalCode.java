package overtake.machine;

import overtake.program.AluOperation;
import overtake.program.Condition;
import overtake.program.World;

/// What local instructions of a decoded program compute.
final class LocalCode {
    private static final Condition[] CONDITIONS = Condition.values();
    private static final AluOperation[] ALU = AluOperation.values();

    private final Code code;
    private final int[] table;

    LocalCode(Code code, World world) {
        this.code = code;
        table = world.constants().stream().mapToInt(Integer::intValue).toArray();
    }

    /// What a local instruction makes of its operands; [World#NOWHERE] for a lookup where nothing is.
    int compute(int pc, int a, int b, int c, int d) {
        return switch (code.op[pc]) {
            case Op.MOVE -> a;
            case Op.ALU -> ALU[code.detail[pc]].apply(a, b);
            case Op.SET -> test(pc, a, b) ? 1 : 0;
            case Op.SELECT -> test(pc, a, b) ? c : d;
            case Op.LOOKUP -> {
                int index = a + code.detail[pc];
                yield a == 0 || index < 0 || index >= table.length ? World.NOWHERE : table[index];
            }
            default -> throw new IllegalStateException("not local: " + code.op[pc]);
        };
    }

    /// Whether the condition of an instruction holds for these operands.
    boolean test(int pc, int a, int b) {
        return CONDITIONS[code.condition[pc]].test(a, b);
    }
}
