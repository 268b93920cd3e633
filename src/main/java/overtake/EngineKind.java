package overtake;

import java.util.Locale;

/// What carries out runs. Given the same picks both make the same run.
public enum EngineKind {
    /// A world of Pekko actors.
    ACTORS,
    /// The machine itself: the same semantics, no messages.
    MACHINE;

    /// As on the command line and in JSON.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
