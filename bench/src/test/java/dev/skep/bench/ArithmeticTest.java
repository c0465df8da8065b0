package dev.skep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What programs are held against agrees with published values. */
class ArithmeticTest {
    /** vectors_sip64 of the reference implementation: the message 00 01 .. 07. */
    @Test
    void sipHashOfTheReferenceImplementation() {
        byte[] message = HexFormat.of().parseHex("0001020304050607");
        assertEquals(0x93f5f5799a932462L, Arithmetic.sipHash24(message, 8));
    }

    /** RFC 1071, section 3: the words 0001 f203 f4f5 f6f7 add up to ddf2. */
    @Test
    void checksumOfTheRfc() {
        byte[] words = HexFormat.of().parseHex("0001f203f4f5f6f7");
        assertEquals(~0xf2dd & 0xffff, Arithmetic.internetChecksum(words, 0), "in little-endian order");
    }
}
