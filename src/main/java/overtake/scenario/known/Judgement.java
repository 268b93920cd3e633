package overtake.scenario.known;

import java.util.Locale;

/// What the register of known findings makes of a verdict.
public sealed interface Judgement {

    /// The register says nothing about it.
    record None() implements Judgement {}

    /// The violation is known and accepted.
    record Accepted(KnownFinding finding) implements Judgement {}

    /// The violation is known, but was accepted for a time that is over.
    record Expired(KnownFinding finding) implements Judgement {}

    /// The violation is known, but nothing is found any more.
    record Gone(KnownFinding finding) implements Judgement {}

    /// A violation is known, and another one was found.
    record Other(KnownFinding finding, String found) implements Judgement {}

    /// `none`, `accepted`, `expired`, `gone`, `other`: as in JSON.
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /// For people.
    default String text() {
        return switch (this) {
            case None _ -> "";
            case Accepted(KnownFinding f) -> "accepted until " + f.until() + ": " + f.reason();
            case Expired(KnownFinding f) -> "was accepted until " + f.until() + " only: " + f.reason()
                    + "; mend it, or give a later day in " + f.place();
            case Gone(KnownFinding f) -> f.property() + " is found no more; take the entry out of " + f.place();
            case Other(KnownFinding f, String found) ->
                found + " is broken, and " + f.place() + " accepts " + f.property() + " only";
        };
    }
}
