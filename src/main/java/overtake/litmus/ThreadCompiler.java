package overtake.litmus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import overtake.litmus.Variables.CType;
import overtake.litmus.Variables.Shared;
import overtake.litmus.grammar.LitmusParser.AssignmentContext;
import overtake.litmus.grammar.LitmusParser.BlockStatementContext;
import overtake.litmus.grammar.LitmusParser.ComparisonContext;
import overtake.litmus.grammar.LitmusParser.DeclarationContext;
import overtake.litmus.grammar.LitmusParser.DeclaratorContext;
import overtake.litmus.grammar.LitmusParser.EmptyStatementContext;
import overtake.litmus.grammar.LitmusParser.ExpressionContext;
import overtake.litmus.grammar.LitmusParser.IfStatementContext;
import overtake.litmus.grammar.LitmusParser.ParameterContext;
import overtake.litmus.grammar.LitmusParser.StatementContext;
import overtake.litmus.grammar.LitmusParser.ThreadContext;
import overtake.litmus.grammar.LitmusParser.UnaryContext;
import overtake.litmus.grammar.LitmusParser.VariableContext;
import overtake.program.Condition;
import overtake.program.Instruction;
import overtake.program.Operand;
import overtake.program.Operand.Register;
import overtake.program.Ordering;
import overtake.program.Source;

/// Makes the program of one thread.
final class ThreadCompiler {
    private static final int MAX_REGISTERS = 64;

    private final Emitter emitter;
    private final Variables variables;
    private final Problems problems;
    private final Map<String, Shared> parameters = new LinkedHashMap<>();
    private final Expressions expressions;

    private ThreadCompiler(Emitter emitter, Variables variables, Problems problems) {
        this.emitter = emitter;
        this.variables = variables;
        this.problems = problems;
        expressions = new Expressions(emitter, variables, problems, parameters);
    }

    /// Puts the statements of a thread into the emitter.
    ///
    /// @param number of the thread, from 0
    static void compile(ThreadContext thread, int number, Emitter emitter, Variables variables, Problems problems) {
        ThreadCompiler compiler = new ThreadCompiler(emitter, variables, problems);
        compiler.parameters(thread);
        variables.registers(number).forEach((name, value) -> {
            Source source = emitter.source(number + ":" + name, 0);
            emitter.emit(new Instruction.Move(emitter.name(name), Operand.constant(value)), source);
        });
        thread.block().statement().forEach(compiler::statement);
        if (emitter.registers() > MAX_REGISTERS) {
            problems.unexpected(thread.getStart(),
                    "at most " + MAX_REGISTERS + " registers, scratch registers included");
        }
    }

    private void parameters(ThreadContext thread) {
        for (ParameterContext parameter : thread.parameter()) {
            String name = parameter.NAME().getText();
            Optional<Shared> shared = variables.find(name);
            if (parameters.containsKey(name)) {
                problems.unexpected(parameter.NAME().getSymbol(), "a name that no other parameter has");
            }
            shared.ifPresent(variable -> parameters.put(name, variable));
        }
    }

    private void statement(StatementContext statement) {
        switch (statement) {
            case BlockStatementContext block -> block.block().statement().forEach(this::statement);
            case IfStatementContext branch -> branch(branch);
            case DeclarationContext declaration -> declaration(declaration);
            case AssignmentContext assignment -> assignment(assignment);
            case EmptyStatementContext _ -> {}
            default -> throw new IllegalStateException("statement " + Expressions.text(statement));
        }
        emitter.endStatement();
    }

    private void declaration(DeclarationContext declaration) {
        CType type = CType.of(declaration.type());
        if (!type.base().equals("int")) {
            problems.add(
                    declaration.getStart().getLine(),
                    "`" + type.base() + "`; expected a register of type int, int * or int **");
        }
        for (DeclaratorContext declarator : declaration.declarator()) {
            Token name = declarator.NAME().getSymbol();
            if (emitter.named(name.getText()).isPresent() || parameters.containsKey(name.getText())) {
                problems.unexpected(name, "a name that nothing else has in this thread");
            }
            if (declarator.expression() != null) {
                assign(name.getText(), declarator.expression());
            } else {
                emitter.name(name.getText());
            }
            emitter.endStatement();
        }
    }

    private void assignment(AssignmentContext assignment) {
        if (assignment.expression().size() == 1) {
            expressions.discard(assignment.expression(0));
            return;
        }
        ExpressionContext target = Expressions.bare(assignment.expression(0));
        ExpressionContext value = assignment.expression(1);
        if (target instanceof VariableContext variable) {
            String name = variable.NAME().getText();
            if (emitter.named(name).isEmpty() && variables.find(name).isPresent()) {
                problems.unexpected(variable.NAME().getSymbol(),
                        "a register, or a dereference such as `*" + name + "`");
            } else {
                assign(name, value);
            }
        } else if (target instanceof UnaryContext unary && unary.operator.getText().equals("*")) {
            Calls.Place place = expressions.place(unary.expression());
            Operand stored = expressions.value(value);
            emitter.emit(
                    new Instruction.Store(place.cell(), stored, Ordering.PLAIN, place.candidates()),
                    expressions.source(assignment, Expressions.text(target) + " = " + Expressions.text(value)));
        } else {
            problems.unexpected(target.getStart(), "a register or a dereference before `=`");
        }
    }

    /// Registers need not be declared, as in herd7.
    private void assign(String name, ExpressionContext expression) {
        Operand value = expressions.value(expression, () -> emitter.name(name));
        Register register = emitter.name(name);
        if (!value.equals(register)) {
            emitter.emit(
                    new Instruction.Move(register, value),
                    expressions.source(expression, name + " = " + Expressions.text(expression)));
        }
    }

    private void branch(IfStatementContext statement) {
        ExpressionContext condition = Expressions.bare(statement.expression());
        Test test = test(condition);
        Source source = expressions.source(statement, "if (" + Expressions.text(condition) + ")");
        int branch = emitter.reserve(source);
        emitter.endStatement();
        statement(statement.statement(0));
        int otherwise = emitter.here();
        if (statement.statement().size() > 1) {
            int jump = emitter.reserve(source);
            otherwise = emitter.here();
            statement(statement.statement(1));
            emitter.fill(jump, new Instruction.Jump(emitter.here()));
        }
        emitter.fill(
                branch,
                new Instruction.Branch(
                        test.condition().negate(), test.a(), test.b(), otherwise, Optional.of(emitter.here())));
    }

    private record Test(Condition condition, Operand a, Operand b) {}

    private Test test(ExpressionContext condition) {
        if (condition instanceof ComparisonContext comparison) {
            Operand a = expressions.value(comparison.expression(0));
            Operand b = expressions.value(comparison.expression(1));
            return new Test(Expressions.condition(comparison), a, b);
        }
        return new Test(Condition.NE, expressions.value(condition), Operand.constant(0));
    }
}
