package overtake.litmus;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;
import overtake.litmus.grammar.LitmusParser.MacroValueContext;
import overtake.litmus.grammar.LitmusParser.NameValueContext;
import overtake.litmus.grammar.LitmusParser.NumberValueContext;
import overtake.litmus.grammar.LitmusParser.ParameterContext;
import overtake.litmus.grammar.LitmusParser.SettingContext;
import overtake.litmus.grammar.LitmusParser.TestContext;
import overtake.litmus.grammar.LitmusParser.TypeContext;
import overtake.litmus.grammar.LitmusParser.ValueContext;
import overtake.program.Cell;
import overtake.program.CellType;
import overtake.program.DomainInfo;
import overtake.program.LockInfo;
import overtake.program.LockKind;
import overtake.program.World;

/// The shared variables of a test: what kind each is, its number, its initial value, its address.
///
/// Addresses are object handles far above any number that a test can write, [#STRIDE] apart, so that an address is never mistaken for
/// a number nor `*(x + 1)` for a neighbour. The table of constants turns them back into cell numbers: a
/// [overtake.program.Instruction.Lookup] at offset `-FIRST_ADDRESS` finds the cell at each multiple of the stride, and
/// [World#NOWHERE] between them.
final class Variables {
    /// Number of the domain of RCU itself.
    static final int RCU = 0;

    static final int FIRST_ADDRESS = 1 << 30;
    private static final int STRIDE = 64;
    private static final CType UNKNOWN = new CType("", 0);

    private final int threads;
    private final Problems problems;
    private final Map<String, CType> types = new LinkedHashMap<>();
    private final Map<String, Shared> shared = new LinkedHashMap<>();
    private final Map<String, Integer> initial = new TreeMap<>();
    private final Map<Observable.Register, Integer> registers = new TreeMap<>();

    /// What a variable is.
    enum Kind {
        CELL("int"),
        LOCK("spinlock_t"),
        DOMAIN("struct srcu_struct");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        static Optional<Kind> ofType(String type) {
            return switch (type) {
                case "int", "atomic_t" -> Optional.of(CELL);
                case "spinlock_t" -> Optional.of(LOCK);
                case "struct srcu_struct" -> Optional.of(DOMAIN);
                default -> Optional.empty();
            };
        }

        @Override
        public String toString() {
            return type;
        }
    }

    /// @param number index into the cells, locks or domains of the world
    record Shared(String name, Kind kind, int number) {
        int address() {
            return FIRST_ADDRESS + STRIDE * number;
        }
    }

    /// A C type.
    ///
    /// @param base without its stars, such as `struct srcu_struct`
    record CType(String base, int stars) {
        static CType of(TypeContext type) {
            int stars = 0;
            StringBuilder base = new StringBuilder();
            for (int i = 0; i < type.getChildCount(); i++) {
                String word = type.getChild(i).getText();
                if (word.equals("*")) {
                    stars++;
                } else {
                    base.append(base.isEmpty() ? "" : " ").append(word);
                }
            }
            return new CType(base.toString(), stars);
        }

        /// What a variable of this type is, if it may be one.
        Optional<Kind> kind() {
            return Kind.ofType(base).filter(_ -> stars == 0 || base.equals("int"));
        }

        CType target() {
            return new CType(base, stars - 1);
        }
    }

    private Variables(int threads, Problems problems) {
        this.threads = threads;
        this.problems = problems;
    }

    /// Finds the variables that the initial values and the parameters name.
    static Variables of(TestContext test, Problems problems) {
        Variables variables = new Variables(test.thread().size(), problems);
        List<SettingContext> settings = test.initial().setting();
        settings.forEach(variables::declare);
        test.thread().forEach(thread -> thread.parameter().forEach(variables::declare));
        variables.number();
        settings.stream().filter(setting -> setting.value() != null).forEach(variables::initialise);
        return variables;
    }

    Optional<Shared> find(String name) {
        return Optional.ofNullable(shared.get(name));
    }

    /// The variable at an address.
    Optional<Shared> at(int address) {
        return of(Kind.CELL).stream().filter(variable -> variable.address() == address).findFirst();
    }

    /// Initial values of a thread's registers, by name.
    SortedMap<String, Integer> registers(int thread) {
        SortedMap<String, Integer> values = new TreeMap<>();
        registers.forEach((register, value) -> {
            if (register.thread() == thread) {
                values.put(register.name(), value);
            }
        });
        return values;
    }

    private void declare(SettingContext setting) {
        if (setting.place().NUMBER() == null) {
            Token name = setting.place().NAME().getSymbol();
            if (setting.type() == null) {
                types.putIfAbsent(name.getText(), UNKNOWN);
            } else {
                declare(name, setting.type(), CType.of(setting.type()));
            }
        }
        if (setting.value() instanceof NameValueContext target) {
            types.putIfAbsent(target.NAME().getText(), UNKNOWN);
        }
    }

    private void declare(ParameterContext parameter) {
        CType type = CType.of(parameter.type());
        if (type.stars() == 0) {
            problems.unexpected(parameter.NAME().getSymbol(), "`*`: a parameter points to a shared variable");
        } else {
            declare(parameter.NAME().getSymbol(), parameter.type(), type.target());
        }
    }

    private void declare(Token name, TypeContext context, CType type) {
        if (type.kind().isEmpty()) {
            problems.add(
                    context.getStart().getLine(),
                    "`" + type.base() + "`; expected int, int *, atomic_t, spinlock_t or struct srcu_struct");
            return;
        }
        CType before = types.getOrDefault(name.getText(), UNKNOWN);
        if (before != UNKNOWN && !before.kind().equals(type.kind())) {
            problems.unexpected(name, "the type that it has before, " + before.base());
        }
        types.put(name.getText(), before.stars() > type.stars() ? before : type);
    }

    private void number() {
        int[] next = new int[Kind.values().length];
        next[Kind.DOMAIN.ordinal()] = RCU + 1;
        types.forEach((name, type) -> {
            Kind kind = type.kind().orElse(Kind.CELL);
            shared.put(name, new Shared(name, kind, next[kind.ordinal()]++));
        });
    }

    private void initialise(SettingContext setting) {
        int value = value(setting.value());
        Token name = setting.place().NAME().getSymbol();
        if (setting.place().NUMBER() != null) {
            int thread = number(setting.place().NUMBER().getSymbol(), false, problems);
            if (thread >= threads) {
                problems.unexpected(setting.place().getStart(), "the number of a thread, 0 to " + (threads - 1));
            }
            registers.put(new Observable.Register(thread, name.getText()), value);
            return;
        }
        Shared variable = shared.get(name.getText());
        if (variable != null && variable.kind() != Kind.CELL && value != 0) {
            problems.unexpected(setting.value().getStart(), "0: " + variable.kind() + " starts unlocked");
        }
        initial.put(name.getText(), value);
    }

    /// The number that a value of a setting or of a proposition stands for.
    int value(ValueContext value) {
        return switch (value) {
            case NameValueContext name -> address(name.NAME().getSymbol());
            case NumberValueContext number ->
                number(number.NUMBER().getSymbol(), number.getChildCount() > 1, problems);
            case MacroValueContext macro when macro.NAME().getText().equals("ATOMIC_INIT") ->
                number(macro.NUMBER().getSymbol(), macro.getChildCount() > 4, problems);
            default -> {
                problems.unexpected(value.getStart(), "a number, the name of a shared variable or ATOMIC_INIT(number)");
                yield 0;
            }
        };
    }

    private int address(Token name) {
        Optional<Shared> variable = find(name.getText()).filter(found -> found.kind() == Kind.CELL);
        if (variable.isEmpty()) {
            problems.unexpected(name, "a number or the name of a shared variable");
        }
        return variable.map(Shared::address).orElse(0);
    }

    /// The value of a number; one that could be mistaken for an address is refused.
    static int number(Token token, boolean negative, Problems problems) {
        String text = token.getText();
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        BigInteger value = hexadecimal ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
        if (value.bitLength() > 30) {
            problems.unexpected(token, "a number up to " + (FIRST_ADDRESS - 1));
            return 0;
        }
        return negative ? -value.intValue() : value.intValue();
    }

    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Shared variable : of(Kind.CELL)) {
            int value = initial.getOrDefault(variable.name(), 0);
            boolean pointer = value >= FIRST_ADDRESS || types.getOrDefault(variable.name(), UNKNOWN).stars() > 0;
            cells.add(new Cell(variable.name(), pointer ? CellType.REFERENCE : CellType.INT, value, 0));
        }
        return cells;
    }

    List<LockInfo> locks() {
        return of(Kind.LOCK).stream()
                .map(variable -> new LockInfo(variable.name(), LockKind.SPINLOCK))
                .toList();
    }

    List<DomainInfo> domains() {
        List<DomainInfo> domains = new ArrayList<>(List.of(new DomainInfo("rcu", false)));
        of(Kind.DOMAIN).forEach(variable -> domains.add(new DomainInfo(variable.name(), true)));
        return domains;
    }

    /// The numbers of all cells, which an address may point to.
    List<Integer> candidates() {
        return of(Kind.CELL).stream().map(Shared::number).toList();
    }

    private List<Shared> of(Kind kind) {
        return shared.values().stream().filter(variable -> variable.kind() == kind).toList();
    }

    /// The table that turns addresses into cell numbers.
    List<Integer> constants() {
        List<Integer> constants = new ArrayList<>();
        for (Shared variable : of(Kind.CELL)) {
            constants.addAll(Collections.nCopies(STRIDE * variable.number() - constants.size(), World.NOWHERE));
            constants.add(variable.number());
        }
        return constants;
    }

    /// What addresses are called.
    SortedMap<Integer, String> addresses() {
        SortedMap<Integer, String> addresses = new TreeMap<>();
        of(Kind.CELL).forEach(variable -> addresses.put(variable.address(), variable.name()));
        return addresses;
    }
}
