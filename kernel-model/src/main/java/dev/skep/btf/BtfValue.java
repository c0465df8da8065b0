package dev.skep.btf;

import org.jspecify.annotations.Nullable;

/**
 * Typed values: bytes of memory as a tree of plain Java objects and back, by BTF type.
 *
 * <table>
 * <caption>The shape by type</caption>
 * <tr><th>type</th><th>read as</th><th>written from</th></tr>
 * <tr><td>integer, bit field</td><td>{@code Long}, {@code BigInteger} above its range</td>
 *     <td>any integral {@code Number}, its decimal or {@code 0x} text, {@code Boolean}, a character for {@code char}</td></tr>
 * <tr><td>{@code bool}</td><td>{@code Boolean} ({@code Long} unless 0 or 1)</td><td>as an integer</td></tr>
 * <tr><td>enumeration</td><td>the enumerator's name, a number where there is none</td><td>name or number</td></tr>
 * <tr><td>floating point</td><td>{@code Double}</td><td>any {@code Number}, its text</td></tr>
 * <tr><td>pointer</td><td>{@code "0x…"}</td><td>as an integer</td></tr>
 * <tr><td>array of {@code char}</td><td>{@code String} up to the NUL; a {@code List} if it holds no text</td>
 *     <td>{@code String}, or as another array</td></tr>
 * <tr><td>other array</td><td>{@code List}</td><td>{@code List} or a Java array, the rest is zero</td></tr>
 * <tr><td>struct, union, section</td><td>{@code Map} by member, in order; members of anonymous ones among them</td>
 *     <td>{@code Map}, what is left out is zero</td></tr>
 * </table>
 *
 * <p>A {@code byte[]} of the right size is written as it is, whatever the type; {@code null} is zero.
 */
public final class BtfValue {
    private BtfValue() {}

    /**
     * The value that {@code bytes} hold.
     *
     * @throws BtfValueException if there are fewer bytes than the type has
     * @throws MalformedBtfException if the type has no size or contains itself
     */
    public static Object read(Btf btf, int type, byte[] bytes) {
        return new ValueReader(btf, bytes).read(type);
    }

    /**
     * The bytes of a value, as many as the type has.
     *
     * @throws BtfValueException if the value does not fit the type
     * @throws MalformedBtfException if the type has no size or contains itself
     */
    public static byte[] write(Btf btf, int type, @Nullable Object value) {
        return new ValueWriter(btf).write(type, value);
    }
}
