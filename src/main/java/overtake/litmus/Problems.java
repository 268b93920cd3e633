package overtake.litmus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.antlr.v4.runtime.Token;

/// The problems of one file while it is read.
final class Problems {
    private static final int SHOWN = 20;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    private record Problem(int line, String text) {}

    /// @param file how messages name the file
    Problems(String file) {
        this.file = file;
    }

    /// @param line counted from 1
    /// @param text what was found and what was expected
    void add(int line, String text) {
        problems.add(new Problem(line, text));
    }

    /// @param expected continues the sentence "... expected"
    void unexpected(Token found, String expected) {
        add(found.getLine(), quote(found) + "; expected " + expected);
    }

    int count() {
        return problems.size();
    }

    /// Fails with all problems, by line, if there are any.
    void raise() {
        if (problems.isEmpty()) {
            return;
        }
        List<String> texts = new ArrayList<>(problems.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + ": " + problem.text())
                .distinct()
                .toList());
        if (texts.size() > SHOWN) {
            int more = texts.size() - SHOWN;
            texts.subList(SHOWN, texts.size()).clear();
            texts.add(file + ": " + more + " more problems");
        }
        throw new LitmusException(texts);
    }

    /// The token as messages show it.
    static String quote(Token token) {
        if (token.getType() == Token.EOF) {
            return "end of file";
        }
        String text = token.getText();
        int first = text.codePointAt(0);
        boolean printable = first > ' ' && first < 0x7f;
        return printable ? "`" + text + "`" : "the character U+%04X".formatted(first);
    }
}
