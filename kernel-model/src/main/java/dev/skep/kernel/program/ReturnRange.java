package dev.skep.kernel.program;

/**
 * What a program may return: the verifier refuses a program whose R0 can lie outside.
 *
 * @param min smallest value, signed
 * @param max largest value, signed
 */
public record ReturnRange(int min, int max) {
    /** Nothing is checked. */
    public static final ReturnRange ANY = new ReturnRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    static final ReturnRange ZERO = new ReturnRange(0, 0);
    static final ReturnRange ONE = new ReturnRange(1, 1);
    static final ReturnRange ZERO_TO_ONE = new ReturnRange(0, 1);
    static final ReturnRange ZERO_TO_THREE = new ReturnRange(0, 3);

    /** Whether R0 is left unchecked. */
    public boolean isUnchecked() {
        return equals(ANY);
    }
}
