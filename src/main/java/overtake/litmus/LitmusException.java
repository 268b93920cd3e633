package overtake.litmus;

import java.util.List;

/// A litmus test that cannot be read, with everything that is wrong with it, each as `file:line: token; expected ...`.
public final class LitmusException extends RuntimeException {
    private final transient List<String> problems;

    public LitmusException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    LitmusException(List<String> problems, Throwable cause) {
        this(problems);
        initCause(cause);
    }

    public List<String> problems() {
        return problems;
    }
}
