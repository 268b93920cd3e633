package overtake.explain;

import java.util.List;
import java.util.Optional;

/// Why a run breaks a property.
///
/// @param property that is broken
/// @param sentence in English: what overtook what, what came of it
/// @param change what is different in the nearest passing run; empty if none was found
/// @param scenes what was in memory, in flight and held when it mattered
/// @param remedy fences that forbid it; empty if none was found, or none is needed to be looked for since it happens without overtaking
/// @param triage whether each memory model shows it, strongest first
/// @param cycle of program order and communication, which no interleaving makes: its relations, then its events; empty if the violation needs none
public record Explanation(
        String property,
        String sentence,
        Optional<String> change,
        List<Scene> scenes,
        Optional<Remedy> remedy,
        List<Shown> triage,
        List<String> cycle,
        Litmus litmus,
        Playback run) {
    public Explanation {
        scenes = List.copyOf(scenes);
        triage = List.copyOf(triage);
        cycle = List.copyOf(cycle);
    }

    /// The run as a litmus test in kernel C, as far as its cycle goes.
    ///
    /// @param test whose condition is what the run did; empty if there is none
    /// @param forbidden the same with the fences of the remedy, under which it cannot happen; empty if there are none
    /// @param reason why there is no test; empty if there is one
    public record Litmus(Optional<String> test, Optional<String> forbidden, String reason) {
        static Litmus none(String reason) {
            return new Litmus(Optional.empty(), Optional.empty(), reason);
        }
    }

    /// The state at one moment.
    ///
    /// @param when such as `when #31 overtakes`
    /// @param memory `cell = value`
    /// @param inFlight operations, with agent and line
    /// @param held `lock: held by agent`
    public record Scene(String when, List<String> memory, List<String> inFlight, List<String> held) {
        public Scene {
            memory = List.copyOf(memory);
            inFlight = List.copyOf(inFlight);
            held = List.copyOf(held);
        }
    }

    /// Whether a model shows the same violation, and how that is known. The triage of a verdict asks less: which is the first model that does.
    public record Shown(String model, Evidence evidence) {}

    /// What the triage comes to: a bug of locking and logic, or of memory ordering.
    public String kind() {
        for (Shown each : triage) {
            if (each.model().equals("sc")) {
                return switch (each.evidence().answer()) {
                    case BROKEN -> "happens without any overtaking: a matter of locking or logic, not of fences";
                    case NEVER_BROKEN -> "cannot happen without overtaking: a matter of memory ordering";
                    case NOT_SEEN -> "not seen without overtaking: probably a matter of memory ordering";
                };
            }
        }
        return "";
    }
}
