package dev.skep.verifier.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Multiplication is long multiplication: additions of what a bit selects. */
class TnumTest {
    /** As its definition says it, a tnum a step. */
    private static Tnum longMultiplication(Tnum left, Tnum right) {
        Tnum sum = Tnum.ZERO;
        Tnum addend = right;
        for (Tnum rest = left; rest.max() != 0; rest = rest.shiftRight(1)) {
            if ((rest.value() & 1) != 0) {
                sum = sum.plus(addend);
            } else if ((rest.mask() & 1) != 0) {
                sum = sum.union(sum.plus(addend));
            }
            addend = addend.shiftLeft(1);
        }
        return sum;
    }

    private static Tnum tnum(long value, long mask) {
        return new Tnum(value & ~mask, mask);
    }

    @Test
    void timesOfAllSmallTnums() {
        int bits = 5;
        int checked = 0;
        for (int left = 0; left < 1 << 2 * bits; left++) {
            for (int right = 0; right < 1 << 2 * bits; right++) {
                Tnum a = new Tnum(left >> bits, left & ((1 << bits) - 1));
                Tnum b = new Tnum(right >> bits, right & ((1 << bits) - 1));
                if ((a.value() & a.mask()) == 0 && (b.value() & b.mask()) == 0) {
                    assertEquals(longMultiplication(a, b), a.times(b), () -> a + " * " + b);
                    checked++;
                }
            }
        }
        assertEquals(243 * 243, checked, "each bit of both is 0, 1 or unknown");
    }

    @Property
    void timesOfAnyTnums(@ForAll long value, @ForAll long mask, @ForAll long otherValue, @ForAll long otherMask) {
        Tnum a = tnum(value, mask);
        Tnum b = tnum(otherValue, otherMask);
        assertEquals(longMultiplication(a, b), a.times(b), () -> a + " * " + b);
    }
}
