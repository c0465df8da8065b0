package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BtfValueTest {
    private final Btf btf = Btf.read(BtfSections.declarations());

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private int id(String name, BtfKind kind) {
        return btf.find(name, kind).orElseThrow();
    }

    private static Btf of(BtfType... types) {
        BtfBuilder builder = new BtfBuilder();
        List.of(types).forEach(builder::add);
        return builder.build();
    }

    @Test
    void integersAreSignedAsTheirType() {
        Btf types = of(new Int("int", 4, Int.SIGNED, 0, 32), new Int("u32", 4, 0, 0, 32), new Int("u64", 8, 0, 0, 64));

        assertThat(BtfValue.read(types, 1, hex("ffffffff"))).isEqualTo(-1L);
        assertThat(BtfValue.read(types, 2, hex("ffffffff"))).isEqualTo(4294967295L);
        assertThat(BtfValue.read(types, 3, hex("ffffffffffffffff"))).isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(BtfValue.read(types, 3, hex("0100000000000000"))).isEqualTo(1L);
    }

    @Test
    void integersOfSixteenBytesAreBig() {
        Btf types = of(new Int("__int128", 16, Int.SIGNED, 0, 128));

        byte[] bytes = BtfValue.write(types, 1, new BigInteger("-170141183460469231731687303715884105728"));
        assertThat(bytes).isEqualTo(hex("00000000000000000000000000000080"));
        assertThat(BtfValue.read(types, 1, bytes))
                .isEqualTo(new BigInteger("-170141183460469231731687303715884105728"));
        assertThat(BtfValue.read(types, 1, hex("05000000000000000000000000000000")))
                .isEqualTo(5L);
    }

    @Test
    void bigEndianTypesHaveBigEndianValues() {
        BtfBuilder builder = new BtfBuilder();
        int u32 = builder.add(new Int("u32", 4, 0, 0, 32));
        builder.add(new BtfType.Struct("s", 4, List.of(new Member("a", u32, 0, 4), new Member("b", u32, 4, 12))));
        Btf big = builder.build(ByteOrder.BIG_ENDIAN);

        assertThat(BtfValue.read(big, 1, hex("00000102"))).isEqualTo(258L);
        assertThat(BtfValue.read(big, 2, hex("12340000"))).isEqualTo(Map.of("a", 1L, "b", 0x234L));
        assertThat(BtfValue.write(big, 2, Map.of("a", 1, "b", 0x234))).isEqualTo(hex("12340000"));
    }

    @Test
    void enumeratorsGoByName() {
        int color = id("color", BtfKind.TYPEDEF);

        assertThat(BtfValue.read(btf, color, hex("05000000"))).isEqualTo("GREEN");
        assertThat(BtfValue.read(btf, color, hex("ffffffff"))).isEqualTo("BLUE");
        assertThat(BtfValue.read(btf, color, hex("fdffffff"))).isEqualTo(-3L);
        assertThat(BtfValue.write(btf, color, "BLUE")).isEqualTo(hex("ffffffff"));
        assertThat(BtfValue.write(btf, color, 5)).isEqualTo(hex("05000000"));
        assertThat(BtfValue.read(btf, id("wide", BtfKind.ENUM64), hex("0000000001000000")))
                .isEqualTo("HUGE_VALUE");
        assertThatThrownBy(() -> BtfValue.write(btf, color, "PINK"))
                .isInstanceOf(BtfValueException.class)
                .hasMessage("value: PINK, expected a number or one of RED, GREEN, BLUE");
    }

    @Test
    void bitFieldsAreReadAndWritten() {
        int bits = id("bits", BtfKind.STRUCT);
        // clang: a in bits 0-2, b 3-7, c 8-47, d 48, e 49-52, tail in bytes 8-15.
        byte[] bytes = hex("8d efcdab8967 03 00 feffffffffffffff");

        Object value = BtfValue.read(btf, bits, bytes);
        assertThat(value).isEqualTo(Map.of("a", -3L, "b", 17L, "c", 0x6789abcdefL, "d", true, "e", 1L, "tail", -2L));
        assertThat(BtfValue.write(btf, bits, value)).isEqualTo(bytes);
    }

    @Test
    void charactersAreText() {
        Btf types = of(
                new Int("char", 1, Int.SIGNED, 0, 8),
                new BtfType.Array(1, 1, 8),
                new Int("u8", 1, 0, 0, 8),
                new BtfType.Array(3, 1, 3));

        assertThat(BtfValue.read(types, 2, hex("6162 00 5858585858"))).isEqualTo("ab");
        assertThat(BtfValue.read(types, 2, hex("6162636465666768"))).isEqualTo("abcdefgh");
        assertThat(BtfValue.read(types, 2, hex("c3a4 000000000000"))).isEqualTo("ä");
        assertThat(BtfValue.read(types, 2, hex("01ff 000000000000")))
                .isEqualTo(List.of(1L, -1L, 0L, 0L, 0L, 0L, 0L, 0L));
        assertThat(BtfValue.read(types, 4, hex("616263"))).isEqualTo(List.of(97L, 98L, 99L));
        assertThat(BtfValue.write(types, 2, "ab")).isEqualTo(hex("6162000000000000"));
        assertThat(BtfValue.write(types, 4, "0a0b")).isEqualTo(hex("0a0b00"));
        assertThatThrownBy(() -> BtfValue.write(types, 2, "much too long"))
                .isInstanceOf(BtfValueException.class)
                .hasMessage("value: 13 bytes, expected at most 8");
    }

    @Test
    void pointersAreHexadecimal() {
        Btf types = of(new BtfType.Ptr(0));

        assertThat(BtfValue.read(types, 1, hex("00000080 8888ffff"))).isEqualTo("0xffff888880000000");
        assertThat(BtfValue.write(types, 1, "0xffff888880000000")).isEqualTo(hex("00000080 8888ffff"));
    }

    @Test
    void floatingPointIsDouble() {
        Btf types = of(new BtfType.FloatType("float", 4), new BtfType.FloatType("double", 8));

        assertThat(BtfValue.read(types, 1, hex("0000c03f"))).isEqualTo(1.5);
        assertThat(BtfValue.write(types, 2, "1.5")).isEqualTo(hex("000000000000f83f"));
    }

    @Test
    void structsAreMapsWithWhatIsLeftOutZero() {
        int anonymous = id("anonymous", BtfKind.STRUCT);
        byte[] bytes = BtfValue.write(btf, anonymous, Map.of("high", 2, "named", List.of(Map.of(), Map.of("d", 1))));

        assertThat(bytes).isEqualTo(hex("00000200 00000000 0000000000000000 000000000000f03f"));
        assertThat(BtfValue.read(btf, anonymous, bytes))
                .isEqualTo(Map.of(
                        "i",
                        0x20000L,
                        "low",
                        0L,
                        "high",
                        2L,
                        "f",
                        (double) Float.intBitsToFloat(0x20000),
                        "named",
                        List.of(Map.of("d", 0.0), Map.of("d", 1.0)),
                        "text",
                        ""));
    }

    @Test
    void errorsNamePlaceFoundAndExpected() {
        int everything = id("everything", BtfKind.STRUCT);

        assertThatThrownBy(() -> BtfValue.write(btf, everything, Map.of("g", List.of(List.of(1, 2, "x")))))
                .isInstanceOf(BtfValueException.class)
                .hasMessage("g[0][2]: x, expected a number");
        assertThatThrownBy(() -> BtfValue.write(btf, everything, Map.of("pa", Map.of("a", 256))))
                .isInstanceOf(BtfValueException.class)
                .hasMessage("pa.a: 256, expected -128..255");
        assertThatThrownBy(() -> BtfValue.write(btf, everything, Map.of("pa", Map.of("z", 1))))
                .isInstanceOf(BtfValueException.class)
                .hasMessage("pa.z: no such member in 'packed', expected one of a, b");
        assertThatThrownBy(() -> BtfValue.read(btf, everything, new byte[3]))
                .isInstanceOf(BtfValueException.class)
                .hasMessageContaining("3 bytes, expected at least");
    }

    @Test
    void sectionsAreMapsOfTheirVariables() {
        Btf types = of(
                new Int("int", 4, Int.SIGNED, 0, 32),
                new BtfType.Var("a", 1, BtfType.Linkage.GLOBAL),
                new BtfType.Var("b", 1, BtfType.Linkage.STATIC),
                new BtfType.Datasec(".data", 8, List.of(new BtfType.Variable(2, 0, 4), new BtfType.Variable(3, 4, 4))));

        assertThat(BtfValue.read(types, 4, hex("01000000 02000000"))).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThat(BtfValue.write(types, 4, Map.of("b", 7))).isEqualTo(hex("00000000 07000000"));
    }

    @Test
    void rawBytesAreTakenAsTheyAre() {
        int packed = id("packed", BtfKind.STRUCT);

        assertThat(BtfValue.write(btf, packed, hex("010203040506070809"))).isEqualTo(hex("010203040506070809"));
        assertThatThrownBy(() -> BtfValue.write(btf, packed, new byte[8]))
                .isInstanceOf(BtfValueException.class)
                .hasMessage("value: 8 bytes, expected 9 bytes");
    }

    @Property(seed = "20250117")
    void bitFieldsComeBack(
            @ForAll @IntRange(min = 0, max = 200) int offset,
            @ForAll @IntRange(min = 1, max = 64) int width,
            @ForAll long value,
            @ForAll byte background) {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            byte[] bytes = new byte[40];
            java.util.Arrays.fill(bytes, background);
            byte[] before = bytes.clone();
            BitField.write(bytes, offset, width, order, value);
            assertThat(BitField.read(bytes, offset, width, order)).isEqualTo(value & -1L >>> 64 - width);
            BitField.write(bytes, offset, width, order, BitField.read(before, offset, width, order));
            assertThat(bytes).isEqualTo(before);
        }
    }
}
