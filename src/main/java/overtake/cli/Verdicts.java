package overtake.cli;

import overtake.property.Verdict;

/// What a verdict means for the exit code.
final class Verdicts {
    private Verdicts() {}

    static ExitCode exit(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Pass _ -> ExitCode.OK;
            case Verdict.Fail _, Verdict.Vacuous _ -> ExitCode.VIOLATED;
            case Verdict.Unknown _ -> ExitCode.UNKNOWN;
        };
    }
}
