package overtake.cli.session;

import overtake.property.Verdict;

/// How a command ends, the least severe first.
public enum ExitCode {
    OK(0),
    /// A bound was met before an answer.
    UNKNOWN(3),
    /// A violation was found, or an expectation not met.
    VIOLATED(1),
    WRONG_INPUT(2),
    /// A bug of Overtake.
    BUG(70),
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static ExitCode of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass _ -> OK;
            case Verdict.Fail _, Verdict.Vacuous _ -> VIOLATED;
            case Verdict.Unknown _ -> UNKNOWN;
        };
    }

    public ExitCode or(ExitCode other) {
        return other.ordinal() > ordinal() ? other : this;
    }
}
