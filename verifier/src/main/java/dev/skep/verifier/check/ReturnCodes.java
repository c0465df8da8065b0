package dev.skep.verifier.check;

import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.ReturnRange;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Subject;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.RegisterState;

/** What programs and callbacks may return; the kernel's {@code check_return_code()}. */
final class ReturnCodes {
    private final Verification verification;
    private final Operands operands;

    ReturnCodes(Verification verification, Operands operands) {
        this.verification = verification;
        this.operands = operands;
    }

    /** At the end of the program, or of a function that is verified on its own. */
    void check(int number) {
        boolean isOwnFunction =
                verification.state.frame(0).subprogram != 0 && !verification.state.frame(0).inExceptionCallback;
        if (!isOwnFunction && verification.subject.result() == Subject.Result.IGNORED) {
            return;
        }
        operands.source(number, Width.W64);
        if (verification.isSecret(number)) {
            throw verification.reject(Errno.EACCES, "R" + number + " leaks addr as return value");
        }
        FrameState frame = verification.state.frame(0);
        RegisterState result = verification.register(number);
        if (frame.inAsyncCallback) {
            enforce(
                    number,
                    new ReturnRange(frame.callbackReturnMin, frame.callbackReturnMax),
                    "At async callback return");
            return;
        }
        if (frame.subprogram != 0 && !frame.inExceptionCallback) {
            if (!result.isScalar()) {
                throw verification.reject(
                        Errno.EINVAL,
                        "At subprogram exit the register R" + number + " is not a scalar value (" + result.type()
                                + ")");
            }
            return;
        }
        ReturnRange range = verification.subject.returns();
        if (range.isUnchecked()) {
            return;
        }
        try {
            enforce(number, range, "At program exit");
        } catch (Rejection rejection) {
            if (isVoidCgroupHook(range)) {
                verification.log.line("Note, BPF_LSM_CGROUP that attach to void LSM hooks can't modify return value!");
            }
            throw rejection;
        }
    }

    private boolean isVoidCgroupHook(ReturnRange range) {
        return verification.subject.type() == ProgramType.LSM
                && verification.subject.attachType() == AttachType.LSM_CGROUP
                && range.min() == 1;
    }

    /** The caller of a hook of a security module looks at the lower half only. */
    private boolean isHalf() {
        return verification.subject.type() == ProgramType.LSM
                && verification.subject.attachType() != AttachType.LSM_CGROUP;
    }

    private void enforce(int number, ReturnRange range, String where) {
        RegisterState result = verification.register(number);
        if (!result.isScalar()) {
            throw verification.reject(
                    Errno.EINVAL, where + " the register R" + number + " is not a known value (" + result.type() + ")");
        }
        verification.precision.mark(number);
        Scalar scalar = result.scalar();
        boolean isInside = isHalf() && range.min() <= scalar.s32Min() && scalar.s32Max() <= range.max();
        if (!isInside) {
            checkRange(number, range.min(), range.max(), where);
        }
    }

    /** At the end of a callback. */
    void checkRange(int number, int min, int max, String where) {
        Scalar scalar = verification.register(number).scalar();
        if (min <= scalar.smin() && scalar.smax() <= max) {
            return;
        }
        StringBuilder text = new StringBuilder(where)
                .append(" the register R")
                .append(number)
                .append(" has");
        boolean unknown = true;
        if (scalar.smin() > Long.MIN_VALUE) {
            text.append(" smin=").append(scalar.smin());
            unknown = false;
        }
        if (scalar.smax() < Long.MAX_VALUE) {
            text.append(" smax=").append(scalar.smax());
            unknown = false;
        }
        if (unknown) {
            text.append(" unknown scalar value");
        }
        throw verification.reject(
                Errno.EINVAL,
                text.append(" should have been in [")
                        .append(min)
                        .append(", ")
                        .append(max)
                        .append(']')
                        .toString());
    }
}
