package overtake.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The kernel function that a method of an agent follows.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface KernelSource {
    /// Path in the kernel tree, such as `virt/kvm/pfncache.c`.
    String file();

    String function();

    /// Commit, release or mail that the method was written from.
    String commit();
}
