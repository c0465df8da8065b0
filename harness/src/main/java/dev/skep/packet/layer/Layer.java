package dev.skep.packet.layer;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One header, or the payload, of a packet: the fields whose values somebody said. Others follow from the packet.
 *
 * @param protocol whose header it is
 * @param values by the names of fields
 */
public record Layer(Protocol protocol, Map<String, FieldValue> values) {
    public Layer {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public static Layer of(Protocol protocol) {
        return new Layer(protocol, Map.of());
    }

    /**
     * The same header with another value in a field.
     *
     * @throws IllegalArgumentException when the protocol has no such field, or the value does not fit
     */
    public Layer with(String name, FieldValue value) {
        Field field = protocol.field(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        protocol.label() + ": no field " + name + ", expected one of " + protocol.fieldNames()));
        if (!field.holds(value)) {
            String expected = field.isNumber()
                    ? "0.." + Long.toUnsignedString(field.bits() == Long.SIZE ? -1 : (1L << field.bits()) - 1)
                    : field.form().equals(FieldForm.IPV6) ? "16 bytes" : "bytes";
            throw new IllegalArgumentException(protocol.label() + " " + name + ": " + value + ", expected " + expected);
        }
        Map<String, FieldValue> changed = new TreeMap<>(values);
        changed.put(name, value);
        return new Layer(protocol, changed);
    }

    /** The same header with another number in a field. */
    public Layer with(String name, long value) {
        return with(name, new FieldValue.Num(value));
    }

    /** The same header with a field as the text form writes it, an address for example. */
    public Layer withText(String name, String text) {
        return protocol.field(name)
                .map(field -> with(name, field.form().parse(text)))
                .orElseGet(() -> with(name, 0));
    }

    /** The same header in which a field follows from the packet again. */
    Layer without(String name) {
        Map<String, FieldValue> changed = new TreeMap<>(values);
        changed.remove(name);
        return new Layer(protocol, changed);
    }

    boolean says(String name) {
        return values.containsKey(name);
    }

    /** The number in a field, 0 where it has none. */
    public long number(String name) {
        return values.get(name) instanceof FieldValue.Num(long number) ? number : 0;
    }

    /** The bytes in a field, none where it has none. */
    public Octets octets(String name) {
        return values.get(name) instanceof Octets octets ? octets : Octets.NONE;
    }
}
