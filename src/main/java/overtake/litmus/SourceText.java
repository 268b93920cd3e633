package overtake.litmus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a litmus test with its header and its comments blanked out, line breaks and columns kept. `(* *)` is a comment only
/// outside of threads, where it cannot be the bracketed dereference `(*x)`; `/* */` and `//` are comments everywhere.
final class SourceText {
    private static final Pattern TITLE = Pattern.compile("C[ \\t]+(\\S+)[ \\t\\r]*");
    /// What generators of tests write below the title, such as `Orig=Rfe PodRW Rfe PodRW`.
    private static final Pattern INFORMATION = Pattern.compile("[ \\t]*[A-Za-z][A-Za-z0-9_-]*[ \\t]*=[^\\n]*");

    private final String source;
    private final char[] text;
    private final Problems problems;
    private String name = "";
    private int at;

    private SourceText(String source, Problems problems) {
        this.source = source;
        this.text = source.toCharArray();
        this.problems = problems;
    }

    /// @param name what stands after `C` in the title
    /// @param text what is left for the parser
    record Result(String name, String text) {}

    static Result of(String source, Problems problems) {
        SourceText reader = new SourceText(source, problems);
        if (reader.title()) {
            reader.header();
            reader.rest();
        }
        return new Result(reader.name, new String(reader.text));
    }

    private boolean title() {
        skipBlanksAndComments();
        Matcher title = TITLE.matcher(source).region(at, endOfLine(at));
        if (!title.lookingAt()) {
            problems.add(line(at), found(at) + "; expected the title: C, a blank, the name of the test");
            return false;
        }
        name = title.group(1);
        blank(at, title.end());
        return true;
    }

    /// Everything between the title and the initial values: comments, a quoted description, lines `Key=value`.
    private void header() {
        while (true) {
            skipBlanksAndComments();
            if (at >= text.length || text[at] == '{') {
                return;
            }
            Matcher information = INFORMATION.matcher(source).region(at, endOfLine(at));
            int quote = text[at] == '"' ? source.indexOf('"', at + 1) : -1;
            if (quote >= 0) {
                blank(at, quote + 1);
            } else if (information.matches()) {
                blank(at, endOfLine(at));
            } else {
                problems.add(line(at), found(at) + "; expected `{` and the initial values");
                skipTo('{');
                return;
            }
        }
    }

    private void skipTo(char end) {
        int next = source.indexOf(end, at);
        blank(at, next < 0 ? text.length : next);
    }

    /// From the initial values on. They are the first braces; the outermost braces after them are threads.
    private void rest() {
        int depth = 0;
        int blocks = 0;
        while (at < text.length) {
            boolean inThread = depth > 0 && blocks > 1;
            if (comment(!inThread)) {
                continue;
            }
            char c = text[at++];
            if (c == '{') {
                blocks += depth == 0 ? 1 : 0;
                depth++;
            } else if (c == '}') {
                depth = Math.max(0, depth - 1);
            }
        }
    }

    private void skipBlanksAndComments() {
        while (at < text.length) {
            if (comment(true)) {
                continue;
            }
            if (text[at] > ' ' && text[at] != '\uFEFF') {
                return;
            }
            text[at] = text[at] == '\n' ? '\n' : ' ';
            at++;
        }
    }

    /// Blanks out the comment that begins here, if one does.
    private boolean comment(boolean bracketStars) {
        if (source.startsWith("//", at)) {
            blank(at, endOfLine(at));
        } else if (source.startsWith("/*", at)) {
            blankTo("*/", source.indexOf("*/", at + 2));
        } else if (bracketStars && source.startsWith("(*", at)) {
            blankTo("*)", source.indexOf("*)", at + 2));
        } else {
            return false;
        }
        return true;
    }

    private void blankTo(String end, int where) {
        if (where < 0) {
            problems.add(line(at), "end of file; expected `" + end + "`, the end of the comment that begins here");
        }
        blank(at, where < 0 ? text.length : where + end.length());
    }

    private void blank(int from, int to) {
        for (int i = from; i < to; i++) {
            text[i] = text[i] == '\n' ? '\n' : ' ';
        }
        at = to;
    }

    private int endOfLine(int from) {
        int end = source.indexOf('\n', from);
        return end < 0 ? source.length() : end;
    }

    private int line(int position) {
        return 1 + (int) source.substring(0, Math.min(position, source.length())).chars().filter(c -> c == '\n')
                .count();
    }

    private String found(int position) {
        if (position >= source.length()) {
            return "end of file";
        }
        String line = source.substring(position, endOfLine(position)).strip().replaceAll("[^ -~]", "?");
        return "`" + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + "`";
    }
}
