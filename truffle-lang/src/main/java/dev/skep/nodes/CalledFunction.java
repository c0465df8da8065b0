package dev.skep.nodes;

import dev.skep.helper.ArgumentFlag;
import dev.skep.helper.BoundHelper;
import dev.skep.helper.BoundKfunc;
import dev.skep.helper.HelperPrototype;
import dev.skep.helper.KfuncFlag;
import dev.skep.helper.KfuncPrototype;
import dev.skep.helper.ReturnFlag;
import dev.skep.helper.ReturnType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A helper or kfunc that a program calls, as far as a test is concerned with it.
 *
 * @param name as in C
 * @param arguments how many it takes
 * @param traits what it gives
 * @param released the argument, from 1, whose reference the call ends; 0 when there is none
 */
public record CalledFunction(String name, int arguments, Set<Trait> traits, int released) {
    /** Helpers whose result is a reference: {@code is_acquire_function} of the kernel's verifier. */
    private static final Set<String> ACQUIRING = Set.of(
            "bpf_sk_lookup_tcp", "bpf_sk_lookup_udp", "bpf_skc_lookup_tcp", "bpf_ringbuf_reserve", "bpf_kptr_xchg");

    /** What a function gives. */
    public enum Trait {
        /** A pointer: 0 when it fails. */
        POINTER,
        /** A number: negative when it fails. */
        NUMBER,
        /** A reference that must be released. */
        REFERENCE
    }

    static CalledFunction of(BoundHelper helper) {
        HelperPrototype prototype = helper.prototype();
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        ReturnType result = prototype.result().type();
        if (result == ReturnType.INTEGER) {
            traits.add(Trait.NUMBER);
        } else if (result != ReturnType.VOID) {
            traits.add(Trait.POINTER);
        }
        if (ACQUIRING.contains(prototype.functionName()) || prototype.result().has(ReturnFlag.MEM_RINGBUF)) {
            traits.add(Trait.REFERENCE);
        }
        return new CalledFunction(
                prototype.functionName(), prototype.arguments().size(), traits, released(prototype.arguments()));
    }

    private static int released(List<HelperPrototype.Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).has(ArgumentFlag.OBJ_RELEASE)) {
                return i + 1;
            }
        }
        return 0;
    }

    static CalledFunction of(BoundKfunc kfunc) {
        KfuncPrototype prototype = kfunc.prototype();
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (prototype.result().isPointer()) {
            traits.add(Trait.POINTER);
        } else if (prototype.result().isScalar()) {
            traits.add(Trait.NUMBER);
        }
        if (prototype.has(KfuncFlag.ACQUIRE)) {
            traits.add(Trait.REFERENCE);
        }
        return new CalledFunction(
                prototype.name(), prototype.parameters().size(), traits, prototype.has(KfuncFlag.RELEASE) ? 1 : 0);
    }
}
