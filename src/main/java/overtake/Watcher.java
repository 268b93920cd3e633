package overtake;

import overtake.check.Check;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;

/// Is told which campaign runs now, to show its progress and to be able to stop it. Called from the JVM thread that runs it.
public interface Watcher {
    void begins(Scenario scenario, MemoryModel model, Campaign campaign);

    /// A check begins.
    default void begins(Scenario scenario, MemoryModel model, Check check) {}

    void ended();

    /// Nobody watches.
    Watcher NONE = new Watcher() {
        @Override
        public void begins(Scenario scenario, MemoryModel model, Campaign campaign) {}

        @Override
        public void ended() {}
    };
}
