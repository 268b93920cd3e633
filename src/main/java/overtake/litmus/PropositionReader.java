package overtake.litmus;

import java.util.List;
import org.antlr.v4.runtime.Token;
import overtake.litmus.Variables.Kind;
import overtake.litmus.grammar.LitmusParser.AtomContext;
import overtake.litmus.grammar.LitmusParser.BracketedContext;
import overtake.litmus.grammar.LitmusParser.LiteralContext;
import overtake.litmus.grammar.LitmusParser.NegationContext;
import overtake.litmus.grammar.LitmusParser.PlaceContext;
import overtake.litmus.grammar.LitmusParser.PropositionContext;
import overtake.litmus.grammar.LitmusParser.RegisterValueContext;
import overtake.litmus.grammar.LitmusParser.TruthContext;
import overtake.litmus.grammar.LitmusParser.ValueContext;

/// Makes propositions, and finds what they and `locations` name.
final class PropositionReader {
    private final Variables variables;
    private final List<Emitter> threads;
    private final Problems problems;

    PropositionReader(Variables variables, List<Emitter> threads, Problems problems) {
        this.variables = variables;
        this.threads = threads;
        this.problems = problems;
    }

    Proposition proposition(PropositionContext proposition) {
        List<Proposition> operands = proposition.conjunction().stream()
                .map(conjunction -> {
                    List<Proposition> literals =
                            conjunction.literal().stream().map(this::literal).toList();
                    return literals.size() == 1 ? literals.getFirst() : new Proposition.And(literals);
                })
                .toList();
        return operands.size() == 1 ? operands.getFirst() : new Proposition.Or(operands);
    }

    private Proposition literal(LiteralContext literal) {
        return switch (literal) {
            case NegationContext negation -> new Proposition.Not(literal(negation.literal()));
            case BracketedContext bracketed -> proposition(bracketed.proposition());
            case TruthContext truth -> new Proposition.Truth(truth.getText().equals("true"));
            case AtomContext atom -> atom(atom);
            default -> throw new IllegalStateException("literal " + literal.getText());
        };
    }

    private Proposition atom(AtomContext atom) {
        Observable what = observable(atom.place());
        ValueContext value = atom.value();
        Proposition equal = value instanceof RegisterValueContext register
                ? new Proposition.Equal(
                        what,
                        register(register.NUMBER().getSymbol(), register.NAME().getSymbol()))
                : is(what, variables.value(value));
        boolean differs = atom.relation.getText().equals("!=") || atom.relation.getText().equals("<>");
        return differs ? new Proposition.Not(equal) : equal;
    }

    private Proposition is(Observable what, int value) {
        return new Proposition.Is(
                what, value, variables.addresses().getOrDefault(value, Integer.toString(value)));
    }

    Observable observable(PlaceContext place) {
        Token name = place.NAME().getSymbol();
        if (place.NUMBER() != null) {
            return register(place.NUMBER().getSymbol(), name);
        }
        boolean cell = variables.find(name.getText())
                .filter(variable -> variable.kind() == Kind.CELL)
                .isPresent();
        if (!cell) {
            problems.unexpected(name, "a register such as 0:r1, or a shared variable that is no lock");
        }
        return new Observable.Variable(name.getText());
    }

    private Observable register(Token number, Token name) {
        int thread = Variables.number(number, false, problems);
        if (thread >= threads.size()) {
            problems.unexpected(number, "the number of a thread, 0 to " + (threads.size() - 1));
        } else if (threads.get(thread).named(name.getText()).isEmpty()) {
            problems.unexpected(name, "a register of P" + thread);
        }
        return new Observable.Register(thread, name.getText());
    }
}
