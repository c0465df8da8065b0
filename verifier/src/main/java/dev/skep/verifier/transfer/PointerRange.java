package dev.skep.verifier.transfer;

import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.domain.ScalarDraft;

/**
 * The variable part of a pointer's offset, with a number added or subtracted. Coarser than the arithmetic of numbers,
 * as in the kernel: any overflow forgets the range.
 */
final class PointerRange {
    private PointerRange() {}

    private static ScalarDraft fresh(Scalar pointer) {
        return pointer.draft().unsigned32(0, -1).signed32(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static Scalar plus(Scalar pointer, Scalar offset) {
        long smin = pointer.smin() + offset.smin();
        long smax = pointer.smax() + offset.smax();
        boolean signedFits = fits(pointer.smin(), offset.smin(), smin) && fits(pointer.smax(), offset.smax(), smax);
        long umin = pointer.umin() + offset.umin();
        long umax = pointer.umax() + offset.umax();
        boolean unsignedFits =
                Long.compareUnsigned(umin, offset.umin()) >= 0 && Long.compareUnsigned(umax, offset.umax()) >= 0;
        return fresh(pointer)
                .signed(signedFits ? smin : Long.MIN_VALUE, signedFits ? smax : Long.MAX_VALUE)
                .unsigned(unsignedFits ? umin : 0, unsignedFits ? umax : -1)
                .tnum(pointer.tnum().plus(offset.tnum()))
                .build();
    }

    static Scalar minus(Scalar pointer, Scalar offset) {
        long smin = pointer.smin() - offset.smax();
        long smax = pointer.smax() - offset.smin();
        boolean signedFits = fitsDifference(pointer.smin(), offset.smax(), smin)
                && fitsDifference(pointer.smax(), offset.smin(), smax);
        boolean unsignedFits = Long.compareUnsigned(pointer.umin(), offset.umax()) >= 0;
        return fresh(pointer)
                .signed(signedFits ? smin : Long.MIN_VALUE, signedFits ? smax : Long.MAX_VALUE)
                .unsigned(
                        unsignedFits ? pointer.umin() - offset.umax() : 0,
                        unsignedFits ? pointer.umax() - offset.umin() : -1)
                .tnum(pointer.tnum().minus(offset.tnum()))
                .build();
    }

    private static boolean fits(long a, long b, long sum) {
        return ((a ^ sum) & (b ^ sum)) >= 0;
    }

    private static boolean fitsDifference(long a, long b, long difference) {
        return ((a ^ b) & (a ^ difference)) >= 0;
    }
}
