package dev.skep.helper;

import dev.skep.kernel.Capability;
import dev.skep.kernel.program.HelperFamily;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One helper function: its number, its verifier prototype and who may call it; the counterpart of a
 * {@code bpf_func_proto} in the kernel.
 *
 * <p>The method is named as in C ({@code bpf_map_lookup_elem}). Its first parameter is the {@code Invocation}; up to
 * five more follow, each with an {@link Arg}: {@code BpfMap} for a {@link ArgumentType#CONST_MAP_PTR}, {@code long} for
 * everything else. It returns {@code long}, what the program finds in R0.
 *
 * <p>A <em>static</em> method has a body and can run. An <em>abstract</em> method is a prototype only: the verifier
 * knows it, a program that calls it is refused when it is loaded for execution, by the helper's name.
 *
 * <p>The kernel has several prototypes for some ids, one for each kind of program (a socket's cookie asked of an skb or
 * of a socket). Those are several methods with the same id, a {@link #name()} where the method cannot have the plain
 * one, and families that have no program type in common.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Helper {
    /** The number in the call instruction: the {@code BPF_FUNC_*} value of the UAPI header. */
    int id();

    /** The families this helper belongs to; program types admit families. */
    HelperFamily[] families();

    /** The plain name without {@code bpf_}; taken from the method when left out. */
    String name() default "";

    /** What R0 is after the call. */
    ReturnType returns() default ReturnType.INTEGER;

    /** Flags of the returned value beyond those that {@link #returns()} implies. */
    ReturnFlag[] returnFlags() default {};

    /** The kernel struct that is returned, for {@link ReturnType#PTR_TO_BTF_ID}; empty where the argument decides. */
    String returnBtf() default "";

    /** Only programs under a licence compatible with the GPL may call it. */
    boolean gplOnly() default false;

    /**
     * What whoever loads the program must be allowed to, beyond what programs of its type ask for:
     * {@code bpf_base_func_proto()} and its like.
     */
    Capability[] needs() default {};

    /** Its memory arguments may point into the packet. */
    boolean packetAccess() default false;

    /** Only sleepable programs may call it. */
    boolean mightSleep() default false;

    /**
     * It keeps the contract of {@code bpf_fastcall}: registers beyond its arguments and its result survive the call.
     */
    boolean allowFastcall() default false;

    /** Small and hot: the compiler may inline it into the program. Others are called behind a boundary. */
    boolean inline() default false;
}
