package dev.skep.verifier.transfer;

import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;

/** Ranges that contradict each other are given up, and said so; the kernel's {@code reg_bounds_sanity_check()}. */
public final class Invariants {
    private Invariants() {}

    public static void check(Verification verification, int number, String where) {
        RegisterState register = verification.register(number);
        verification.register(number, checked(verification, register, where));
    }

    static RegisterState checked(Verification verification, RegisterState register, String where) {
        Scalar scalar = register.scalar();
        String violation = scalar.violation();
        if (violation.isEmpty()) {
            return register;
        }
        verification.log.line("verifier bug: REG INVARIANTS VIOLATION (" + where + "): " + violation + " u64=["
                + hex(scalar.umin()) + ", " + hex(scalar.umax()) + "] s64=[" + hex(scalar.smin()) + ", "
                + hex(scalar.smax()) + "] u32=[" + hex(scalar.u32Min()) + ", " + hex(scalar.u32Max()) + "] s32=["
                + hex(scalar.s32Min()) + ", " + hex(scalar.s32Max()) + "] var_off=("
                + hex(scalar.tnum().value()) + ", " + hex(scalar.tnum().mask()) + ")");
        return register.withScalar(scalar.withoutRanges());
    }

    /** As the kernel writes it with {@code %#llx}: unlike in C, a zero has the prefix as well. */
    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    private static String hex(int number) {
        return "0x" + Integer.toHexString(number);
    }
}
