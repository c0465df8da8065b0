package dev.skep.helper;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Helper} or {@link Kfunc} with a body that knowingly does not do all that the kernel's does. FIDELITY.md
 * lists them with what is said here.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Simplified {
    /** What it does instead, in a few words. */
    String value();
}
