package overtake.scenario;

/// The keys of a schedule file.
final class ScheduleKeys {
    static final String PICKS = "picks";

    private ScheduleKeys() {}
}
