package dev.skep.object;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is said of files that are no objects: where, what was found, what was expected. */
class MalformedObjectTest {
    private static ByteBuffer firewall() {
        return ByteBuffer.wrap(Fixtures.bytes("firewall")).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertMalformed(byte[] bytes, String message) {
        assertThatThrownBy(() -> ObjectReader.read("fw.o", bytes))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage(message);
    }

    @Test
    void emptyFile() {
        assertMalformed(new byte[0], "fw.o: ELF header: 0 bytes, expected at least 64");
    }

    @Test
    void textFile() {
        assertMalformed(
                "#include <linux/bpf.h>\n".repeat(10).getBytes(StandardCharsets.UTF_8),
                "fw.o: byte 0: magic 0x23696e63, expected 0x7f454c46 of an ELF file");
    }

    @Test
    void programOfTheHost() {
        assertMalformed(
                firewall().putShort(18, (short) 62).array(), "fw.o: byte 18: ELF machine 62, expected 247, BPF");
        assertMalformed(
                firewall().putShort(16, (short) 2).array(),
                "fw.o: byte 16: ELF type 2, expected 1, a relocatable object");
    }

    @Test
    void objectOf32Bits() {
        assertMalformed(firewall().put(4, (byte) 1).array(), "fw.o: byte 4: ELF class 1, expected 2, 64 bits");
    }

    @Test
    void sectionTableOutside() {
        assertMalformed(
                firewall().putLong(40, -64).array(),
                "fw.o: byte 40: section table at 18446744073709551552, expected it inside of the file");
    }

    @Test
    void moreSectionsThanTheFileHasRoomFor() {
        ByteBuffer file = firewall();
        long room = (file.limit() - file.getLong(40)) / 64;
        assertMalformed(
                file.putShort(60, (short) 60000).array(),
                "fw.o: byte 60: 60000 sections, expected 1.." + room + " that the file has room for");
    }

    @Test
    void truncatedFiles() {
        byte[] whole = Fixtures.bytes("firewall");
        for (int length = 0; length < whole.length; length += 97) {
            byte[] prefix = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ObjectReader.read("fw.o", prefix)).isInstanceOf(MalformedObjectException.class);
        }
    }
}
