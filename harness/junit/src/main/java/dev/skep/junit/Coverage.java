package dev.skep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Counts which lines and branches of their C sources programs execute in the tests of a class and of the classes nested
 * in it, and says how much that must be when all of them are done. Programs are not changed for it; their objects need
 * line records ({@code -g}).
 *
 * <pre>{@code
 * @Skep
 * @Coverage(lines = 90, branches = 75)
 * class FirewallTest { ... }
 * }</pre>
 *
 * <p>A test may look at what it executed itself: {@code assertThat(program.coverage()).coversLines(60)}. What was
 * executed is attached to the class as a table and in the format of LCOV; {@code -Dskep.coverage=FILE} writes both for
 * all classes of a run, annotated or not. Whoever runs only some tests of a class runs fewer lines.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Coverage {
    /** Percent of the lines that the tests execute at least, all together; 0 to 100. */
    int lines() default 0;

    /** Percent of the ways of branches that they go at least, two a branch; 0 to 100. */
    int branches() default 0;

    /** Which programs count, by their names; empty for all that are loaded. */
    String[] programs() default {};
}
