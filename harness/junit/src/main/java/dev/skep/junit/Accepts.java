package dev.skep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The verifier accepts programs; checked before the body of the test method, which may be empty. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Accepts.List.class)
public @interface Accepts {
    /** Name of the object, as in {@link Load}. */
    String object();

    /** Name of the program; empty for all that the object has. */
    String program() default "";

    /** Several of them. */
    @Documented
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {
        Accepts[] value();
    }
}
