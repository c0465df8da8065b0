package dev.skep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that runs once for each of several kernels, each time with objects linked against that kernel's types. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(KernelMatrixInvocations.class)
public @interface KernelMatrix {
    /** The types of the reference kernel, which come along. */
    String REFERENCE = "reference";

    /** The types of the kernel of the machine that the test runs on; the test is skipped where it shows none. */
    String MACHINE = "/sys/kernel/btf/vmlinux";

    /** BTF of each kernel, as {@link Skep#btf}, or one of the constants here. */
    String[] value();
}
