package dev.skep.junit;

import dev.skep.language.Admission;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An object that is read, linked, verified and loaded before the test: on a field or parameter of type
 * {@link dev.skep.testing.BpfObject}. A field of an instance has it in the fresh kernel of each test, a static field in
 * the one kernel of the class.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Load {
    /** Name on the class path, beside the test class or from the root, or of a file. */
    String value();

    /** Which programs are loaded; empty for all that libbpf would load. */
    String[] programs() default {};

    /** Whether programs are also attached where their sections say. */
    Attach attach() default Attach.BY_THE_TEST;

    /** Whether the verifier is asked. */
    Admission admission() default Admission.VERIFIED;

    /** Who attaches programs. */
    enum Attach {
        /** The test, by {@code attach()}, if anybody. */
        BY_THE_TEST,
        /** Every program whose section says where is attached before the test. */
        BY_SECTION
    }
}
