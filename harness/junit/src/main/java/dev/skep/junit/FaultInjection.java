package dev.skep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A test that runs once without a failure, and then once more for every call of a helper or kfunc that may fail (for
 * want of memory or room, or since what it reads is not there): in each of these runs another one of them fails. What
 * the test asserts must hold whichever does.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(FaultInvocations.class)
public @interface FaultInjection {
    /** Decides how a call fails that can in several ways, and which fail where there are more than {@link #limit}. */
    long seed() default 0;

    /** Most runs with a failure. */
    int limit() default 1_000;
}
