package dev.skep.junit;

import dev.skep.kernel.KernelConfig;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class use simulated kernels: each test has a fresh one of its own, for the fields annotated with
 * {@link Load} and the parameters of its methods. What is static belongs to one kernel for the whole class.
 *
 * <pre>{@code
 * @Skep
 * class FirewallTest {
 *     @Load("firewall.bpf.o") BpfObject firewall;
 *
 *     @Test
 *     void dropsBlockedSource(Kernel kernel) { ... }
 * }
 * }</pre>
 *
 * <p>Parameters of constructors, test and lifecycle methods may be {@link dev.skep.kernel.Kernel},
 * {@link dev.skep.kernel.time.SimulatedClock}, {@link dev.skep.testing.BpfObject} (with {@link Load}, or the only one
 * of the class) and {@link dev.skep.testing.Recording} (with {@link Replay}). Nested classes share the kernel of the
 * test with the classes around them, and may have an annotation of their own for another kind of machine.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SkepExtension.class)
public @interface Skep {
    /** CPUs of the machine, from 1. */
    int cpus() default 2;

    /** Where its random sequences start. */
    long seed() default 0;

    /** The version of its kernel, {@code "6.18.44"}; empty for the reference kernel's. */
    String kernel() default "";

    /**
     * The types of its kernel: raw BTF or an ELF file with it, on the class path or as a file; empty for those of the
     * reference kernel.
     */
    String btf() default "";

    /** What else is special about it: a class with a constructor without parameters. */
    Class<? extends UnaryOperator<KernelConfig>> config() default Unchanged.class;

    /** Nothing else is special. */
    final class Unchanged implements UnaryOperator<KernelConfig> {
        @Override
        public KernelConfig apply(KernelConfig config) {
            return config;
        }
    }
}
