package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.BtfType.Int;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of bytes that are not BTF: where, what was found, what was expected. */
class BtfReaderTest {
    /** Header of 24 bytes, an INT of 16 at 24, a PTR of 12 at 40, strings {@code "\0int\0"} at 52. */
    private static ByteBuffer sample() {
        return ByteBuffer.wrap(BtfWriter.write(
                        List.of(new Int("int", 4, Int.SIGNED, 0, 32), new BtfType.Ptr(1)), ByteOrder.LITTLE_ENDIAN))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertMalformed(ByteBuffer bytes, String message) {
        assertThatThrownBy(() -> Btf.read(bytes.array()))
                .isInstanceOf(MalformedBtfException.class)
                .hasMessage(message);
    }

    @Test
    void sampleIsWellFormed() {
        assertThat(Btf.read(sample().array()).typeCount()).isEqualTo(3);
    }

    @Test
    void magicIsChecked() {
        assertMalformed(sample().putShort(0, (short) 0x1234), "byte 0: magic 0x1234, expected 0xeb9f");
    }

    @Test
    void versionIsChecked() {
        assertMalformed(sample().put(2, (byte) 2), "byte 2: version 2, expected 1");
    }

    @Test
    void headerMustBeWhole() {
        assertThatThrownBy(() -> Btf.read(new byte[23]))
                .isInstanceOf(MalformedBtfException.class)
                .hasMessage("byte 0: size 23, expected at least 24");
    }

    @Test
    void sectionsMustLieInside() {
        assertMalformed(sample().putInt(12, -4), "byte 8: type section ends at byte 4294967316, expected at most 57");
        assertMalformed(sample().putInt(20, 6), "byte 16: string section ends at byte 58, expected at most 57");
    }

    @Test
    void stringsMustBeginAndEndWithNul() {
        assertMalformed(sample().put(52, (byte) 'x'), "byte 52: first string starts with 120, expected 0");
        assertMalformed(sample().put(56, (byte) 'x'), "byte 56: last string ends with 120, expected 0");
    }

    @Test
    void kindMustBeKnown() {
        assertMalformed(
                sample().putInt(28, 0x14000000), "byte 28: type 1 has info 0x14000000, expected a kind of 1..19");
        assertMalformed(sample().putInt(28, 0), "byte 28: type 1 has info 0x0, expected a kind of 1..19");
    }

    @Test
    void membersMustBeThere() {
        assertMalformed(sample().putInt(44, 0x04000001), "byte 40: type 2 needs words 6, expected at most 3");
    }

    @Test
    void namesMustBeStrings() {
        assertMalformed(sample().putInt(24, 5), "byte 24: type 1: name offset 5, expected less than 5");
    }

    @Test
    void referencesMustBeTypes() {
        assertMalformed(sample().putInt(48, 3), "byte 48: type 2 refers to type 3, expected 0..2");
    }

    @Test
    void integersMustFitTheirBytes() {
        assertMalformed(sample().putInt(36, 33), "byte 36: type 1 has bits 0..33, expected at most 32");
        assertMalformed(sample().putInt(32, 17), "byte 32: type 1 has size 17, expected 1..16");
    }

    @Test
    void enumerationThatIsOnlyDeclaredHasNoSize() {
        Btf btf = Btf.read(BtfWriter.write(
                List.of(new BtfType.EnumType("declared", 0, false, List.of())), ByteOrder.LITTLE_ENDIAN));

        assertThat(btf.sizeOf(1)).isZero();
        assertThat(BtfC.dump(btf)).contains("enum declared;\n");
        assertThat(BtfValue.read(btf, 1, new byte[0])).isEqualTo(0L);
        assertThat(BtfValue.write(btf, 1, 0)).isEmpty();
    }

    @Test
    void longerHeaderOfZerosIsAccepted() {
        byte[] sample = sample().array();
        byte[] longer = new byte[sample.length + 8];
        System.arraycopy(sample, 0, longer, 0, 24);
        System.arraycopy(sample, 24, longer, 32, sample.length - 24);
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 32);
        assertThat(Btf.read(longer).name(1)).isEqualTo("int");

        longer[25] = 1;
        assertMalformed(ByteBuffer.wrap(longer), "byte 25: header of unknown version with byte 1, expected 0");
    }

    @Test
    void noPrefixOfWellFormedBytesIsAccepted() {
        byte[] bytes = BtfSections.declarations();
        for (int length = 0; length < bytes.length; length += 7) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Btf.read(prefix)).isInstanceOf(MalformedBtfException.class);
        }
    }
}
