package overtake.scenario;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import overtake.explore.goal.Goal;
import overtake.memory.MemoryModel;
import overtake.program.World;

/// A scenario file, read and found to be right, with the world that it names.
///
/// @param path as the user named it
/// @param sha256 of the file's content; if it names a Java source file, a plus sign and that of the source follow
/// @param worldClass full name of the class of the world
/// @param params all parameters of the world in the spelling of scenario files
/// @param mutants the other values of the world's parameter `mutant`, if it has one that is an enum
/// @param models at least one
/// @param drops the file's, then the command line's
/// @param weakenings the file's, then the command line's
/// @param exploration what `run` does
/// @param fuzzing what `fuzz` does, whatever `run` does
/// @param checking what `check` does, whatever `run` does
/// @param overrides what the command line added
/// @param java the source file that the world is in, if the scenario names one
/// @param goals what some execution is to show; sites are those of the world before anything was dropped
/// @param world with everything dropped and weakened
public record Scenario(
        String path,
        String sha256,
        About about,
        String worldClass,
        SortedMap<String, String> params,
        List<String> mutants,
        List<MemoryModel> models,
        List<String> drops,
        List<Weakening> weakenings,
        Exploration exploration,
        Exploration.Fuzz fuzzing,
        Exploration.Check checking,
        Expectation expectation,
        Overrides overrides,
        Optional<Path> java,
        List<Goal> goals,
        World world) {
    public Scenario {
        params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
        mutants = List.copyOf(mutants);
        models = List.copyOf(models);
        drops = List.copyOf(drops);
        weakenings = List.copyOf(weakenings);
        goals = List.copyOf(goals);
    }

    /// What a scenario says about itself.
    ///
    /// @param title one line
    /// @param system one of the five systems, or another word
    /// @param source where the claim comes from
    /// @param brief the row of the kernel brief that it decides, or empty
    /// @param note why the result is what it is, or empty
    public record About(String title, String system, String source, String brief, String note) {}

    /// The same with another world, of which these are the edits.
    public Scenario edited(Overrides asked, List<String> allDrops, List<Weakening> allWeakenings, World edited) {
        return new Scenario(path, sha256, about, worldClass, params, mutants, models, allDrops, allWeakenings,
                exploration,
                fuzzing, checking, expectation, asked, java, goals, edited);
    }

    /// The same, for questions that have nothing to do with its goals: nobody watches for them.
    public Scenario withoutGoals() {
        return new Scenario(path, sha256, about, worldClass, params, mutants, models, drops, weakenings, exploration,
                fuzzing, checking, expectation, overrides, java, List.of(), world);
    }

    /// An operation that is replaced by a weaker one.
    ///
    /// @param site as disasm prints it
    /// @param to the weaker operation in the kernel's spelling, such as `smp_wmb`
    public record Weakening(String site, String to) {}

    /// The file's name without folder and ending.
    public String name() {
        String file = path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
        return file.endsWith(".conf") ? file.substring(0, file.length() - ".conf".length()) : file;
    }
}
