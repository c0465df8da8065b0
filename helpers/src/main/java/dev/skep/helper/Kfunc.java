package dev.skep.helper;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One kernel function that programs may call by its BTF id; the counterpart of a {@code __bpf_kfunc} with its entry in
 * a {@code BTF_KFUNCS} set.
 *
 * <p>The method has the C name and, as a {@link Helper} method, a static body or is abstract. Its parameters after the
 * {@code Invocation} are those of the C prototype, {@code long} each ({@code BpfMap} where the C parameter ends in
 * {@code __map}); what the verifier demands of them follows from the prototype's types and name suffixes.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Kfunc {
    /** The C prototype as the kernel's BTF has it, without the closing semicolon. */
    String value();

    /** For which hooks the function is registered; program types belong to hooks. */
    KfuncHook[] hooks();

    KfuncFlag[] flags() default {};

    /** Small and hot: the compiler may inline it into the program. */
    boolean inline() default false;
}
