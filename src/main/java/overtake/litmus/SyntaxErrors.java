package overtake.litmus;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;
import overtake.litmus.grammar.LitmusParser;

/// Turns the parser's errors into messages that name what a reader expects: a statement, not the forty tokens that one can
/// begin with.
final class SyntaxErrors extends BaseErrorListener {
    private static final int LISTED = 6;

    private final Problems problems;
    private int lastLine;

    SyntaxErrors(Problems problems) {
        this.problems = problems;
    }

    @Override
    public void syntaxError(
            Recognizer<?, ?> recognizer,
            @Nullable Object offendingSymbol,
            int line,
            int column,
            String message,
            @Nullable RecognitionException e) {
        if (!(recognizer instanceof Parser parser) || !(offendingSymbol instanceof Token symbol)) {
            problems.add(line, message);
            return;
        }
        Token token = e == null ? symbol : e.getOffendingToken();
        if (token.getLine() == lastLine) {
            return; // more likely a consequence of the first problem of the line than a second one
        }
        lastLine = token.getLine();
        String hint = token.getType() == LitmusParser.RESERVED ? ", which is not supported" : "";
        problems.add(token.getLine(), Problems.quote(token) + hint + "; expected " + expected(parser));
    }

    private static String expected(Parser parser) {
        IntervalSet tokens = new IntervalSet(parser.getExpectedTokens());
        List<String> words = new ArrayList<>();
        take(tokens, words, "a statement", LitmusParser.NAME, literal("if"), literal("{"), literal(";"), literal("*"));
        take(tokens, words, "an expression", LitmusParser.NAME, LitmusParser.NUMBER, literal("("), literal("-"));
        if (words.isEmpty()) {
            take(tokens, words, "a proposition", LitmusParser.NAME, literal("true"), literal("("));
        }
        if (!words.isEmpty()) {
            remove(tokens, LitmusParser.NAME, LitmusParser.NUMBER);
            remove(tokens, literal("("), literal("*"), literal("-"), literal("+"), literal("~"), literal("!"));
            remove(tokens, literal("&"), literal("if"), literal(";"), literal("{"), literal("struct"));
            remove(tokens, literal("true"), literal("false"), literal("not"));
        }
        List<String> listed = new ArrayList<>();
        for (int type : tokens.toList()) {
            listed.add(word(type));
        }
        if (listed.size() > LISTED) {
            listed = new ArrayList<>(listed.subList(0, LISTED));
            listed.add("...");
        }
        words.addAll(listed);
        return String.join(" or ", words);
    }

    /// Replaces a set of tokens by one word if all of them are expected.
    private static void take(IntervalSet tokens, List<String> words, String word, int... members) {
        for (int member : members) {
            if (!tokens.contains(member)) {
                return;
            }
        }
        words.add(word);
        remove(tokens, members);
    }

    private static void remove(IntervalSet tokens, int... members) {
        for (int member : members) {
            if (tokens.contains(member)) {
                tokens.remove(member);
            }
        }
    }

    private static String word(int type) {
        return switch (type) {
            case Token.EOF -> "the end of the file";
            case LitmusParser.NAME -> "a name";
            case LitmusParser.NUMBER -> "a number";
            default -> "`" + LitmusParser.VOCABULARY.getLiteralName(type).replace("'", "").replace("\\\\", "\\") + "`";
        };
    }

    private static int literal(String text) {
        String quoted = "'" + text + "'";
        for (int type = 1; type <= LitmusParser.VOCABULARY.getMaxTokenType(); type++) {
            if (quoted.equals(LitmusParser.VOCABULARY.getLiteralName(type))) {
                return type;
            }
        }
        throw new IllegalStateException("no token " + text);
    }
}
