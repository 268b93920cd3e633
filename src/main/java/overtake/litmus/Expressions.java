package overtake.litmus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.Interval;
import overtake.litmus.Calls.Place;
import overtake.litmus.Primitive.Argument;
import overtake.litmus.Variables.Kind;
import overtake.litmus.Variables.Shared;
import overtake.litmus.grammar.LitmusParser.BinaryContext;
import overtake.litmus.grammar.LitmusParser.BracketsContext;
import overtake.litmus.grammar.LitmusParser.CallContext;
import overtake.litmus.grammar.LitmusParser.ComparisonContext;
import overtake.litmus.grammar.LitmusParser.DiscardedContext;
import overtake.litmus.grammar.LitmusParser.ExpressionContext;
import overtake.litmus.grammar.LitmusParser.NumberContext;
import overtake.litmus.grammar.LitmusParser.UnaryContext;
import overtake.litmus.grammar.LitmusParser.VariableContext;
import overtake.program.AluOperation;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Constant;
import overtake.program.Operand.Register;
import overtake.program.Ordering;
import overtake.program.Source;

/// Makes instructions of the expressions of one thread. Every operator becomes an instruction, so that dependencies are those of the
/// text: nothing is folded but operators on two constants.
final class Expressions {
    private static final Operand ZERO = Operand.constant(0);

    private final Emitter emitter;
    private final Variables variables;
    private final Problems problems;
    private final Map<String, Shared> parameters;
    private final Calls calls;

    Expressions(Emitter emitter, Variables variables, Problems problems, Map<String, Shared> parameters) {
        this.emitter = emitter;
        this.variables = variables;
        this.problems = problems;
        this.parameters = parameters;
        calls = new Calls(emitter);
    }

    /// The text of a piece of the test, on one line.
    static String text(ParserRuleContext context) {
        int start = context.getStart().getStartIndex();
        int stop = Math.max(start, context.getStop().getStopIndex());
        return context.getStart().getInputStream().getText(Interval.of(start, stop)).replaceAll("\\s+", " ");
    }

    /// The source of what is made of this piece.
    Source source(ParserRuleContext context, String operation) {
        return emitter.source(operation, context.getStart().getLine());
    }

    /// The expression without the brackets around it.
    static ExpressionContext bare(ExpressionContext expression) {
        ExpressionContext inner = expression;
        while (inner instanceof BracketsContext brackets) {
            inner = brackets.expression();
        }
        return inner;
    }

    /// The value of an expression.
    Operand value(ExpressionContext expression) {
        return value(expression, emitter::scratch);
    }

    /// The value of an expression.
    ///
    /// @param to where the value goes if it has to be computed
    Operand value(ExpressionContext expression, Supplier<Register> to) {
        ExpressionContext bare = bare(expression);
        return switch (bare) {
            case NumberContext number ->
                Operand.constant(Variables.number(number.NUMBER().getSymbol(), false, problems));
            case VariableContext variable -> variable(variable);
            case UnaryContext unary -> unary(unary, to);
            case BinaryContext binary -> {
                AluOperation operation = operation(binary.operator.getText());
                yield compute(bare, operation, value(binary.expression(0)), value(binary.expression(1)), to);
            }
            case ComparisonContext comparison -> {
                Operand a = value(comparison.expression(0));
                Operand b = value(comparison.expression(1));
                Register result = to.get();
                emitter.emit(
                        new Instruction.SetCondition(result, condition(comparison), a, b), source(bare, text(bare)));
                yield result;
            }
            case CallContext call -> call(call, to).orElseGet(() -> {
                problems.add(call.getStart().getLine(), "`" + text(call) + "` has no value; expected an expression");
                return ZERO;
            });
            default -> {
                problems.unexpected(bare.getStart(), "an expression");
                yield ZERO;
            }
        };
    }

    private Operand variable(VariableContext variable) {
        String name = variable.NAME().getText();
        Optional<Register> register = emitter.named(name);
        if (register.isPresent()) {
            return register.get();
        }
        Shared parameter = parameters.get(name);
        if (parameter == null) {
            problems.unexpected(variable.NAME().getSymbol(), "a register or a parameter of this thread");
            return ZERO;
        }
        if (parameter.kind() != Kind.CELL) {
            problems.unexpected(variable.NAME().getSymbol(), "a value, not " + parameter.kind());
            return ZERO;
        }
        return Operand.constant(parameter.address());
    }

    private Operand unary(UnaryContext unary, Supplier<Register> to) {
        return switch (unary.operator.getText()) {
            case "*" -> load(unary, place(unary.expression()), Ordering.PLAIN, to);
            case "-" -> compute(unary, AluOperation.SUB, ZERO, value(unary.expression()), to);
            case "~" -> compute(unary, AluOperation.XOR, value(unary.expression()), Operand.constant(-1), to);
            case "+" -> value(unary.expression(), to);
            case "!" -> {
                Operand operand = value(unary.expression());
                Register result = to.get();
                emitter.emit(
                        new Instruction.SetCondition(result, Condition.EQ, operand, ZERO),
                        source(unary, text(unary)));
                yield result;
            }
            default -> {
                problems.unexpected(unary.operator, "an expression: parameters are addresses already");
                yield ZERO;
            }
        };
    }

    private Operand compute(
            ExpressionContext expression, AluOperation operation, Operand a, Operand b, Supplier<Register> to) {
        if (a instanceof Constant x && b instanceof Constant y) {
            return Operand.constant(operation.apply(x.value(), y.value()));
        }
        Register result = to.get();
        emitter.emit(new Instruction.Alu(result, operation, a, b), source(expression, text(expression)));
        return result;
    }

    private static AluOperation operation(String symbol) {
        for (AluOperation operation : AluOperation.values()) {
            if (operation.symbol().equals(symbol)) {
                return operation;
            }
        }
        throw new IllegalStateException("operator " + symbol);
    }

    /// What a comparison asks.
    static Condition condition(ComparisonContext comparison) {
        for (Condition condition : Condition.values()) {
            if (condition.symbol().equals(comparison.operator.getText())) {
                return condition;
            }
        }
        throw new IllegalStateException("comparison " + comparison.operator.getText());
    }

    private Operand load(ExpressionContext expression, Place place, Ordering ordering, Supplier<Register> to) {
        Register result = to.get();
        emitter.emit(
                new Instruction.Load(result, place.cell(), ordering, place.candidates()),
                source(expression, text(expression)));
        return result;
    }

    /// The cell that a pointer points to.
    Place place(ExpressionContext pointer) {
        int before = problems.count();
        return switch (value(pointer)) {
            case Register address -> {
                Register cell = emitter.scratch();
                emitter.emit(
                        new Instruction.Lookup(cell, address, -Variables.FIRST_ADDRESS),
                        source(pointer, text(pointer)));
                yield new Place(cell, variables.candidates());
            }
            case Constant address -> {
                Optional<Shared> target = variables.at(address.value());
                if (target.isEmpty() && problems.count() == before) {
                    problems.add(
                            pointer.getStart().getLine(),
                            "`" + text(pointer) + "`; expected a pointer to a shared variable");
                }
                yield target.map(shared -> new Place(Operand.constant(shared.number()), List.of()))
                        .orElse(Place.NOWHERE);
            }
        };
    }

    private Place lvalue(ExpressionContext expression, String expected) {
        if (bare(expression) instanceof UnaryContext unary && unary.operator.getText().equals("*")) {
            return place(unary.expression());
        }
        problems.add(expression.getStart().getLine(), "`" + text(expression) + "`; expected " + expected);
        return Place.NOWHERE;
    }

    /// A call whose value, if it has one, is not wanted.
    void discard(ExpressionContext expression) {
        switch (bare(expression)) {
            case CallContext call -> call(call, emitter::scratch);
            case DiscardedContext discarded -> discard(discarded.expression());
            default ->
                problems.add(
                        expression.getStart().getLine(),
                        "`" + text(expression) + "`; expected an assignment or the call of a primitive");
        }
    }

    /// @return the value of the call, or empty if the primitive returns nothing
    private Optional<Operand> call(CallContext call, Supplier<Register> to) {
        String name = call.NAME().getText();
        Optional<Primitive> found = Primitive.named(name);
        if (found.isEmpty()) {
            String near = Primitive.nearest(name).map(other -> ", such as " + other).orElse("");
            problems.unexpected(call.NAME().getSymbol(), "a primitive of the kernel" + near + "; no other function");
            return Optional.of(ZERO);
        }
        Primitive primitive = found.get();
        int given = call.expression().size();
        if (given != primitive.arguments().size()) {
            int wanted = primitive.arguments().size();
            problems.unexpected(
                    call.NAME().getSymbol(), wanted + (wanted == 1 ? " argument, not " : " arguments, not ") + given);
            return Optional.of(ZERO);
        }
        Calls.Values values = new Calls.Values();
        for (int i = 0; i < given; i++) {
            argument(primitive.arguments().get(i), call.expression(i), values);
        }
        return calls.emit(primitive, values, source(call, text(call)), to);
    }

    private void argument(Argument argument, ExpressionContext expression, Calls.Values values) {
        switch (argument) {
            case LVALUE -> values.place = lvalue(expression, argument.toString());
            case POINTER -> values.place = place(expression);
            case VALUE -> values.value = value(expression);
            case COMPARE -> values.compare = value(expression);
            case TOKEN -> values.token = value(expression);
            case LOCK -> values.number = number(expression, Kind.LOCK, argument);
            case DOMAIN -> values.number = number(expression, Kind.DOMAIN, argument);
        }
    }

    private Operand number(ExpressionContext expression, Kind kind, Argument argument) {
        if (bare(expression) instanceof VariableContext variable) {
            Shared parameter = parameters.get(variable.NAME().getText());
            if (parameter != null && parameter.kind() == kind) {
                return Operand.constant(parameter.number());
            }
        }
        problems.add(expression.getStart().getLine(), "`" + text(expression) + "`; expected " + argument);
        return ZERO;
    }
}
