package dev.skep.packet.layer;

import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A row of a header's table.
 *
 * @param name as the text form says it
 * @param bits its width; 0 where the width depends on other fields
 * @param octets the width of such a field in bytes, in a header that is read
 * @param form how its value is written
 * @param initial its value when nobody says another, where {@code filling} says nothing
 * @param filling how it follows from the rest of the packet
 * @param presence in which headers it stands
 * @param shown whether the text form shows it also when it is what it would be anyway
 */
record Field(
        String name,
        int bits,
        ToIntFunction<Layer> octets,
        FieldForm form,
        FieldValue initial,
        Filling filling,
        Predicate<Layer> presence,
        boolean shown) {

    /** A number of some bits that is zero unless somebody says otherwise. */
    static Field number(String name, int bits, FieldForm form) {
        return new Field(name, bits, layer -> 0, form, new FieldValue.Num(0), Filling.INITIAL, layer -> true, false);
    }

    /** Bytes whose number other fields tell. */
    static Field bytes(String name, FieldForm form, ToIntFunction<Layer> octets) {
        return new Field(name, 0, octets, form, Octets.NONE, Filling.INITIAL, layer -> true, false);
    }

    /** An address of IPv6. */
    static Field ipv6(String name) {
        return new Field(
                name, 0, layer -> 16, FieldForm.IPV6, Octets.of(new byte[16]), Filling.INITIAL, layer -> true, false);
    }

    Field initially(long value) {
        return new Field(name, bits, octets, form, new FieldValue.Num(value), filling, presence, shown);
    }

    Field filled(Filling by) {
        return new Field(name, bits, octets, form, initial, by, presence, shown);
    }

    Field when(Predicate<Layer> condition) {
        return new Field(name, bits, octets, form, initial, filling, condition, shown);
    }

    Field alwaysShown() {
        return new Field(name, bits, octets, form, initial, filling, presence, true);
    }

    boolean isNumber() {
        return bits > 0;
    }

    /** Whether a value can stand in this field. */
    boolean holds(FieldValue value) {
        return switch (value) {
            case FieldValue.Num(long number) -> isNumber() && (bits == Long.SIZE || number >>> bits == 0);
            case Octets bytes -> !isNumber() && (!form.equals(FieldForm.IPV6) || bytes.size() == 16);
        };
    }
}
