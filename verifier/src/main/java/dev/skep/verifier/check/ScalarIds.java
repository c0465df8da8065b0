package dev.skep.verifier.check;

import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;

/**
 * Numbers that are copied get an id, so that what is learned about one of the copies is learned about all; the kernel's
 * {@code assign_scalar_id_before_mov()}.
 */
public final class ScalarIds {
    private final Verification verification;

    public ScalarIds(Verification verification) {
        this.verification = verification;
    }

    /** Gives the register an id before it is copied. @return the register with it */
    public RegisterState assign(int number) {
        RegisterState register = verification.register(number);
        if (!register.isScalar()) {
            return register;
        }
        if ((register.id() & RegisterState.ADD_CONST) != 0) {
            // It is another register plus a constant already; there is but one constant.
            register = register.withId(0).withOffset(0);
        }
        if (register.id() == 0 && !register.scalar().isConstant()) {
            register = register.withId(verification.newId());
        }
        verification.register(number, register);
        return register;
    }
}
