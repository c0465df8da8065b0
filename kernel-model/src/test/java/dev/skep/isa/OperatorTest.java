package dev.skep.isa;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OperatorTest {
    @Test
    void dividingByZeroGivesZero() {
        assertThat(AluOperator.DIV.apply64(5, 0)).isZero();
        assertThat(AluOperator.DIV.apply32(5, 0)).isZero();
        assertThat(AluOperator.SDIV.apply64(-5, 0)).isZero();
        assertThat(AluOperator.SDIV.apply32(-5, 0)).isZero();
    }

    @Test
    void theRemainderByZeroIsTheDividend() {
        assertThat(AluOperator.MOD.apply64(5, 0)).isEqualTo(5);
        assertThat(AluOperator.MOD.apply32(5, 0)).isEqualTo(5);
        assertThat(AluOperator.SMOD.apply64(-5, 0)).isEqualTo(-5);
        assertThat(AluOperator.SMOD.apply32(-5, 0)).isEqualTo(-5);
    }

    @Test
    void theSmallestNumberDividedByMinusOneWraps() {
        assertThat(AluOperator.SDIV.apply64(Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
        assertThat(AluOperator.SDIV.apply32(Integer.MIN_VALUE, -1)).isEqualTo(Integer.MIN_VALUE);
        assertThat(AluOperator.SMOD.apply64(Long.MIN_VALUE, -1)).isZero();
        assertThat(AluOperator.SMOD.apply32(Integer.MIN_VALUE, -1)).isZero();
    }

    /** RFC 9669, section 4.1: signed division truncates towards zero. */
    @Test
    void signedDivisionTruncates() {
        assertThat(AluOperator.SDIV.apply64(-13, 3)).isEqualTo(-4);
        assertThat(AluOperator.SMOD.apply64(-13, 3)).isEqualTo(-1);
        assertThat(AluOperator.SMOD.apply64(13, -3)).isEqualTo(1);
    }

    @Test
    void shiftCountsAreTakenModuloTheWidth() {
        assertThat(AluOperator.LSH.apply64(1, 65)).isEqualTo(2);
        assertThat(AluOperator.LSH.apply32(1, 33)).isEqualTo(2);
        assertThat(AluOperator.RSH.apply64(-1, 127)).isEqualTo(1);
        assertThat(AluOperator.ARSH.apply32(Integer.MIN_VALUE, 63)).isEqualTo(-1);
    }

    @Property
    void arithmeticIsThatOfIntegersModuloTheWidth(@ForAll long left, @ForAll long right) {
        BigInteger a = BigInteger.valueOf(left);
        BigInteger b = BigInteger.valueOf(right);
        assertThat(AluOperator.ADD.apply64(left, right)).isEqualTo(a.add(b).longValue());
        assertThat(AluOperator.SUB.apply64(left, right)).isEqualTo(a.subtract(b).longValue());
        assertThat(AluOperator.MUL.apply64(left, right)).isEqualTo(a.multiply(b).longValue());
        assertThat(AluOperator.ADD.apply32((int) left, (int) right))
                .isEqualTo(a.add(b).intValue());
        assertThat(AluOperator.SUB.apply32((int) left, (int) right))
                .isEqualTo(a.subtract(b).intValue());
        assertThat(AluOperator.MUL.apply32((int) left, (int) right))
                .isEqualTo(a.multiply(b).intValue());
        if (right != 0) {
            BigInteger[] quotient = unsigned(a, 64).divideAndRemainder(unsigned(b, 64));
            assertThat(AluOperator.DIV.apply64(left, right)).isEqualTo(quotient[0].longValue());
            assertThat(AluOperator.MOD.apply64(left, right)).isEqualTo(quotient[1].longValue());
            assertThat(AluOperator.SDIV.apply64(left, right))
                    .isEqualTo(a.divide(b).longValue());
            assertThat(AluOperator.SMOD.apply64(left, right))
                    .isEqualTo(a.remainder(b).longValue());
        }
    }

    @Property
    void conditionsCompareAsTheirSymbolsSay(@ForAll long left, @ForAll long right) {
        int signed = Long.compare(left, right);
        int unsigned = unsigned(BigInteger.valueOf(left), 64).compareTo(unsigned(BigInteger.valueOf(right), 64));
        for (Condition condition : Condition.values()) {
            boolean expected = switch (condition.symbol()) {
                case "==" -> signed == 0;
                case "!=" -> signed != 0;
                case ">" -> unsigned > 0;
                case ">=" -> unsigned >= 0;
                case "<" -> unsigned < 0;
                case "<=" -> unsigned <= 0;
                case "s>" -> signed > 0;
                case "s>=" -> signed >= 0;
                case "s<" -> signed < 0;
                case "s<=" -> signed <= 0;
                case "&" -> (left & right) != 0;
                default -> throw new AssertionError(condition);
            };
            assertThat(condition.test64(left, right)).as("%s", condition).isEqualTo(expected);
        }
    }

    @Property
    void conditionsOn32BitsAgreeWithThoseOnExtendedValues(@ForAll int left, @ForAll int right) {
        for (Condition condition : Condition.values()) {
            boolean expected = condition.symbol().startsWith("s")
                    ? condition.test64(left, right)
                    : condition.test64(Integer.toUnsignedLong(left), Integer.toUnsignedLong(right));
            assertThat(condition.test32(left, right)).as("%s", condition).isEqualTo(expected);
        }
    }

    @Test
    void swappingRearrangesTheLowBytesAndClearsTheRest() {
        long value = 0x1122334455667788L;
        assertThat(ByteSwap.SWAP.apply(value, 16)).isEqualTo(0x8877);
        assertThat(ByteSwap.SWAP.apply(value, 32)).isEqualTo(0x88776655L);
        assertThat(ByteSwap.SWAP.apply(value, 64)).isEqualTo(0x8877665544332211L);
        assertThat(ByteSwap.TO_BIG_ENDIAN.apply(value, 16)).isEqualTo(0x8877);
        assertThat(ByteSwap.TO_LITTLE_ENDIAN.apply(value, 32)).isEqualTo(0x55667788L);
        assertThat(ByteSwap.TO_LITTLE_ENDIAN.apply(value, 64)).isEqualTo(value);
    }

    @Test
    void atomicOperationsStoreWhatTheirNamesSay() {
        assertThat(AtomicOperator.FETCH_ADD.apply(7, 3, 0)).isEqualTo(10);
        assertThat(AtomicOperator.AND.apply(6, 3, 0)).isEqualTo(2);
        assertThat(AtomicOperator.FETCH_OR.apply(6, 3, 0)).isEqualTo(7);
        assertThat(AtomicOperator.XOR.apply(6, 3, 0)).isEqualTo(5);
        assertThat(AtomicOperator.XCHG.apply(6, 3, 0)).isEqualTo(3);
        assertThat(AtomicOperator.CMPXCHG.apply(6, 3, 6)).isEqualTo(3);
        assertThat(AtomicOperator.CMPXCHG.apply(6, 3, 5)).isEqualTo(6);
    }

    @Test
    void loadsExtend() {
        assertThat(MemorySize.U8.zeroExtend(-1)).isEqualTo(0xff);
        assertThat(MemorySize.U64.zeroExtend(-1)).isEqualTo(-1);
        assertThat(MemorySize.U16.signExtend(0x8000)).isEqualTo(-0x8000);
        assertThat(MemorySize.U64.signExtend(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    private static BigInteger unsigned(BigInteger value, int bits) {
        return value.mod(BigInteger.ONE.shiftLeft(bits));
    }
}
