package dev.skep.helper;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the verifier demands of one argument of a helper; the counterpart of {@code arg1_type}, {@code arg1_size} … */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Arg {
    ArgumentType value();

    /** Flags beyond those that {@link #value()} implies. */
    ArgumentFlag[] flags() default {};

    /** Bytes behind the pointer, for memory of fixed size; 0 otherwise. */
    int size() default 0;

    /** The kernel struct that the pointer must point to; empty where the type leaves it open. */
    String btf() default "";
}
