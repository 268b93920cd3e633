package overtake;

import overtake.check.Check;
import overtake.explain.Explainer;
import overtake.explore.shrink.Shrinker;
import overtake.memory.MemoryModel;
import overtake.scenario.Scenario;

/// Is told which campaign runs now, or which violation is made smaller, to show the progress and to be able to stop it. Called from the JVM thread that runs it.
public interface Watcher {
    void begins(Scenario scenario, MemoryModel model, Campaign campaign);

    /// A check begins.
    default void begins(Scenario scenario, MemoryModel model, Check check) {}

    void ended();

    /// A violation is being made smaller; [#ended] comes afterwards.
    default void shrinks(Scenario scenario, MemoryModel model, Shrinker shrinker) {}

    /// A violation is being explained; [#ended] comes afterwards.
    default void explains(Scenario scenario, MemoryModel model, Explainer explainer) {}

    /// Nobody watches.
    Watcher NONE = new Watcher() {
        @Override
        public void begins(Scenario scenario, MemoryModel model, Campaign campaign) {}

        @Override
        public void ended() {}
    };
}
