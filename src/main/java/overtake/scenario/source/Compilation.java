package overtake.scenario.source;

import java.util.List;
import overtake.kernel.ModelWorld;

/// What has become of a Java source file.
public sealed interface Compilation {

    /// It compiles.
    ///
    /// @param worlds the records in it that implement [ModelWorld], by name
    record Done(List<Class<? extends ModelWorld>> worlds) implements Compilation {
        public Done {
            worlds = List.copyOf(worlds);
        }
    }

    /// It does not.
    ///
    /// @param mistakes at least one, in the order of the file
    record Refused(List<Mistake> mistakes) implements Compilation {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }

    /// One thing that is wrong.
    ///
    /// @param line from 1; 0 if there is none
    /// @param message as javac prints it, with the source line and a caret below its first line
    record Mistake(int line, String message) {}
}
