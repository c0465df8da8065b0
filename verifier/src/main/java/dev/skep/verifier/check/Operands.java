package dev.skep.verifier.check;

import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;

/** Whether registers may be read and written at all; the kernel's {@code check_reg_arg()}. */
public final class Operands {
    private static final int FRAME_POINTER = 10;

    private final Verification verification;

    public Operands(Verification verification) {
        this.verification = verification;
    }

    /** The register is read; all of it, or its lower half. */
    public void source(Register register, Width width) {
        source(register.number(), width);
    }

    public void source(int number, Width width) {
        expectExists(number);
        RegisterState register = verification.register(number);
        if (!register.isInitialised()) {
            throw verification.reject(Errno.EACCES, "R" + number + " !read_ok");
        }
        if (number != FRAME_POINTER && width == Width.W64) {
            needUpperHalf(number, register);
        }
    }

    private void needUpperHalf(int number, RegisterState register) {
        int definition = register.subregisterDefinition();
        if (definition != 0) {
            verification.facts[definition - 1].zeroExtend = true;
            verification.register(number, register.withSubregisterDefinition(0));
        }
    }

    /** The register is written, with what is known later. */
    public void destination(Register register, Width width) {
        destination(register.number(), width);
    }

    public void destination(int number, Width width) {
        expectExists(number);
        if (number == FRAME_POINTER) {
            throw verification.reject(Errno.EACCES, "frame pointer is read only");
        }
        verification.register(
                number,
                verification
                        .register(number)
                        .withSubregisterDefinition(width == Width.W64 ? 0 : verification.instruction + 1));
    }

    /** The register is written, and nothing is known of it. */
    public void unknownDestination(int number, Width width) {
        destination(number, width);
        verification.markUnknown(number);
    }

    /** What a call leaves of R0 to R5. */
    public void clobberCallerSaved() {
        for (int number = 0; number <= 5; number++) {
            verification.markNotInitialised(number);
            destination(number, Width.W32);
        }
    }

    private void expectExists(int number) {
        if (number >= Register.COUNT) {
            throw verification.reject(Errno.EINVAL, "R" + number + " is invalid");
        }
        verification.scratches.register(number);
    }
}
