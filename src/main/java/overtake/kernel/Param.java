package overtake.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Default, range and meaning of a parameter of a [ModelWorld].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
    /// The value when the scenario names none, spelled as in the scenario.
    String value();

    /// Smallest and largest int, both included; unused for other types.
    int min() default 0;

    int max() default 16;

    /// One line of meaning, for listings and messages.
    String meaning();
}
