package dev.skep.casefile;

import dev.skep.kernel.context.ContextField;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.layer.Octets;
import dev.skep.testing.NearestNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The context of a program, field by field as its C struct has them, or as {@code hex(...)}. */
record ContextBytes(ProgramType type, ContextLayout layout) {
    private static final String DATA_END = "data_end";

    static ContextBytes of(ProgramSpec program) {
        ProgramType type = Objects.requireNonNull(program.type());
        return new ContextBytes(type, ContextLayout.of(type, program.attachType()));
    }

    int size() {
        return layout.size();
    }

    /** @param frameBytes size of the frame that goes in */
    Octets of(CaseNode node, int frameBytes) {
        if (node instanceof CaseNode.Scalar scalar) {
            String text = scalar.text("hex(...) or fields");
            if (!text.matches("hex\\(([0-9a-fA-F]{2})*\\)")) {
                throw node.wrong("hex(...) or fields");
            }
            return Octets.ofHex(text.substring(4, text.length() - 1));
        }
        CaseNode.Mapping fields = node.mapping("hex(...) or fields of the context");
        ByteBuffer bytes = ByteBuffer.allocate(layout.size()).order(ByteOrder.LITTLE_ENDIAN);
        if (type == ProgramType.XDP && fields.find(DATA_END).isEmpty()) {
            // The kernel refuses a context that does not say where the frame ends.
            bytes.putInt(field(fields, DATA_END).offset(), frameBytes);
        }
        fields.members().forEach((name, value) -> put(bytes, field(fields, name), value));
        return Octets.of(bytes.array());
    }

    private static void put(ByteBuffer bytes, ContextField field, CaseNode value) {
        if (value instanceof CaseNode.Sequence list) {
            int at = field.offset();
            for (CaseNode each : list.elements()) {
                if (at + field.unitBytes() > field.offset() + field.size()) {
                    throw each.wrong("at most " + field.size() / field.unitBytes() + " elements");
                }
                put(bytes, at, field.unitBytes(), each);
                at += field.unitBytes();
            }
            return;
        }
        put(bytes, field.offset(), field.unitBytes(), value);
    }

    private static void put(ByteBuffer bytes, int offset, int size, CaseNode value) {
        long most = size >= Long.BYTES ? Long.MAX_VALUE : (1L << Byte.SIZE * size) - 1;
        long number = value.number("a number", 0, most);
        for (int i = 0; i < size; i++) {
            bytes.put(offset + i, (byte) (number >>> Byte.SIZE * i));
        }
    }

    private ContextField field(CaseNode.Mapping fields, String name) {
        for (ContextField field : layout.fields()) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        List<String> known = layout.fields().stream().map(ContextField::name).toList();
        throw fields.placeOf(name)
                .wrong("no field " + name + " in the context of " + type.displayName() + " programs, expected "
                        + NearestNames.expected(name, known));
    }

    /** Compares the fields that are named; says what differs. */
    List<String> differences(CaseNode node, Octets actual) {
        if (!(node instanceof CaseNode.Mapping fields)) {
            Octets expected = of(node, 0);
            return expected.equals(actual) ? List.of() : List.of("context: expected " + expected + ", was " + actual);
        }
        ByteBuffer expected = ByteBuffer.wrap(of(fields, 0).toArray()).order(ByteOrder.LITTLE_ENDIAN);
        return fields.members().entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !bytes(Octets.of(expected.array()), field(fields, name))
                        .equals(bytes(actual, field(fields, name))))
                .map(name -> "context " + name + ": expected "
                        + number(bytes(Octets.of(expected.array()), field(fields, name))) + ", was "
                        + number(bytes(actual, field(fields, name))))
                .toList();
    }

    private static Octets bytes(Octets context, ContextField field) {
        byte[] all = Arrays.copyOf(context.toArray(), field.offset() + field.size());
        return Octets.of(Arrays.copyOfRange(all, field.offset(), field.offset() + field.size()));
    }

    private static String number(Octets bytes) {
        if (bytes.size() > Long.BYTES) {
            return bytes.toString();
        }
        byte[] eight = Arrays.copyOf(bytes.toArray(), Long.BYTES);
        return Long.toUnsignedString(
                ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).getLong());
    }
}
