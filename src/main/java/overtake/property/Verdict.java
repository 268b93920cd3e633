package overtake.property;

import java.util.List;

/// The answer about one scenario under one memory model.
public sealed interface Verdict {

    /// Nothing was found in what was covered; what that is stands beside it in the result.
    record Pass() implements Verdict {}

    /// A property is broken.
    record Fail(Violation violation) implements Verdict {}

    /// Nothing was found, but code that the properties guard never ran, so that a pass would say nothing.
    record Vacuous(List<String> sites) implements Verdict {
        public Vacuous {
            sites = List.copyOf(sites);
        }
    }

    /// A bound was met before an answer.
    record Unknown(List<String> bounds) implements Verdict {
        public Unknown {
            bounds = List.copyOf(bounds);
        }
    }

    /// `pass`, `fail` or `unknown`, as in scenario files and JSON.
    default String word() {
        return switch (this) {
            case Pass _ -> "pass";
            case Fail _, Vacuous _ -> "fail";
            case Unknown _ -> "unknown";
        };
    }

    /// The property that is broken, or empty.
    default String property() {
        return switch (this) {
            case Fail fail -> fail.violation().fault().property();
            case Vacuous _ -> "not-exercised";
            case Pass _, Unknown _ -> "";
        };
    }
}
