package overtake.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import overtake.check.CheckPlan.Goal;
import overtake.check.CheckPlan.Observed;
import overtake.check.CheckPlan.Reductions;
import overtake.machine.Bounds;
import overtake.memory.Tso;
import overtake.program.World;
import overtake.support.BenchWorlds;

/// Saving and going on.
final class CheckpointTest {
    private final World world = BenchWorlds.refresh(true);
    private final CheckPlan plan = CheckPlan.DEFAULT.withGoal(Goal.EVERYTHING).withReduction(Reductions.OFF)
            .withOutcomes(Observed.of(IntStream.range(0, world.cells().size()).boxed().toList()));

    @TempDir
    private Path folder;

    private Checkpoint checkpoint(String key) {
        return new Checkpoint(folder.resolve("saved.checkpoint"), key, Duration.ZERO);
    }

    private Check check(CheckPlan how) {
        return new Check(world, new Tso(), Bounds.DEFAULT, how);
    }

    /// A check that meets its bound on states leaves the checkpoint of the last level that fitted.
    private void leaveHalfOf(long states) {
        Check half = check(plan.withMaxStates(states / 2));
        half.saveTo(checkpoint("key"));
        assertThat(half.run().complete()).isFalse();
    }

    @Test
    void a_check_that_goes_on_ends_like_one_that_never_stopped() {
        CheckResult whole = check(plan).run();
        leaveHalfOf(whole.counts().states());
        assertThat(checkpoint("key").file()).isNotEmptyFile();
        Check rest = check(plan.withJobs(2));
        rest.saveTo(checkpoint("key"));
        rest.resume();
        CheckResult result = rest.run();
        assertThat(result.verdict()).isEqualTo(whole.verdict());
        assertThat(result.counts().states()).isEqualTo(whole.counts().states());
        assertThat(result.counts().transitions()).isEqualTo(whole.counts().transitions());
        assertThat(result.counts().depth()).isEqualTo(whole.counts().depth());
        assertThat(result.outcomes()).isEqualTo(whole.outcomes());
        assertThat(result.exercised()).isEqualTo(whole.exercised());
        assertThat(checkpoint("key").file()).as("there is an answer").doesNotExist();
    }

    @Test
    void a_checkpoint_of_something_else_is_refused() {
        leaveHalfOf(2000);
        Check other = check(plan);
        other.saveTo(checkpoint("other key"));
        other.resume();
        assertThatThrownBy(other::run)
                .hasMessage("is a checkpoint of another check: of key; expected one of other key");
    }

    @Test
    void a_checkpoint_that_is_cut_off_is_refused() throws IOException {
        leaveHalfOf(2000);
        byte[] content = Files.readAllBytes(checkpoint("key").file());
        Files.write(checkpoint("key").file(), java.util.Arrays.copyOf(content, content.length - 3));
        Check cut = check(plan);
        cut.saveTo(checkpoint("key"));
        cut.resume();
        assertThatThrownBy(cut::run).hasMessage("is cut off; start again without --resume");
    }

    @Test
    void a_file_of_another_kind_is_refused() throws IOException {
        Files.writeString(checkpoint("key").file(), "this is no checkpoint, but long enough to be one");
        Check wrong = check(plan);
        wrong.saveTo(checkpoint("key"));
        wrong.resume();
        assertThatThrownBy(wrong::run).hasMessageStartingWith("is not a checkpoint of this version");
    }
}
