package dev.skep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The verifier rejects a program; checked before the body of the test method, which may be empty. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Rejects.List.class)
public @interface Rejects {
    /** Name of the object, as in {@link Load}. */
    String object();

    /** Name of the program; empty if the object has only one. */
    String program() default "";

    /** What the log must contain. */
    String message() default "";

    /** The error, {@code "EACCES"}; empty for any. */
    String errno() default "";

    /** Several of them. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        Rejects[] value();
    }
}
