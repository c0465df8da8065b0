package dev.skep.btf;

import dev.skep.btf.BtfType.Enumerator;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Variable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes types as the bytes of a {@code .BTF} section. The pair of {@link Btf#read}. */
public final class BtfWriter {
    private static final int HEADER_BYTES = 24;

    private final ByteOrder order;
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new LinkedHashMap<>();

    private BtfWriter(ByteOrder order) {
        this.order = order;
        string("");
    }

    /**
     * The bytes of a section that holds {@code types} with the ids 1, 2, … in their order. Each string is written once.
     *
     * @throws IllegalArgumentException if a list has more than 65,535 members, or a bit field does not fit its encoding
     */
    public static byte[] write(List<? extends BtfType> types, ByteOrder order) {
        BtfWriter writer = new BtfWriter(order);
        types.forEach(writer::write);
        return writer.finish();
    }

    private byte[] finish() {
        ByteBuffer section = ByteBuffer.allocate(HEADER_BYTES + types.size() + strings.size())
                .order(order);
        section.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(HEADER_BYTES);
        section.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
        return section.put(types.toByteArray()).put(strings.toByteArray()).array();
    }

    private void write(BtfType type) {
        switch (type) {
            case BtfType.VoidType _ -> throw new IllegalArgumentException("void has id 0 and is never written");
            case BtfType.Int t -> {
                common(t, 0, false, t.sizeBytes());
                word(t.encoding() << 24 | t.bitOffset() << 16 | t.bits());
            }
            case BtfType.Ptr t -> common(t, 0, false, t.target());
            case BtfType.Array t -> {
                common(t, 0, false, 0);
                word(t.element());
                word(t.index());
                word((int) t.count());
            }
            case BtfType.Composite t -> composite(t);
            case BtfType.EnumType t -> {
                common(t, t.values().size(), t.signed(), t.sizeBytes());
                for (Enumerator value : t.values()) {
                    word(string(value.name()));
                    word((int) value.value());
                }
            }
            case BtfType.Enum64 t -> {
                common(t, t.values().size(), t.signed(), t.sizeBytes());
                for (Enumerator value : t.values()) {
                    word(string(value.name()));
                    word((int) value.value());
                    word((int) (value.value() >>> 32));
                }
            }
            case BtfType.Fwd t -> common(t, 0, t.union(), 0);
            case BtfType.Typedef t -> common(t, 0, false, t.target());
            case BtfType.TypeTag t -> common(t, 0, t.attribute(), t.target());
            case BtfType.Modifier t -> common(t, 0, false, t.target());
            case BtfType.Func t -> common(t, t.linkage().number(), false, t.proto());
            case BtfType.FuncProto t -> {
                common(t, t.params().size(), false, t.returnType());
                for (Param param : t.params()) {
                    word(string(param.name()));
                    word(param.type());
                }
            }
            case BtfType.Var t -> {
                common(t, 0, false, t.type());
                word(t.linkage().number());
            }
            case BtfType.Datasec t -> {
                common(t, t.variables().size(), false, t.sizeBytes());
                for (Variable variable : t.variables()) {
                    word(variable.type());
                    word(variable.offset());
                    word(variable.sizeBytes());
                }
            }
            case BtfType.FloatType t -> common(t, 0, false, t.sizeBytes());
            case BtfType.DeclTag t -> {
                common(t, 0, false, t.target());
                word(t.component());
            }
        }
    }

    /** The kind flag says that offsets carry the width of a bit field; it is set only where a member needs it. */
    private void composite(BtfType.Composite type) {
        boolean bitFields = type.members().stream().anyMatch(member -> member.bitFieldSize() != 0);
        common(type, type.members().size(), bitFields, type.sizeBytes());
        for (Member member : type.members()) {
            if (bitFields && (member.bitOffset() >>> 24 != 0 || member.bitFieldSize() >>> 8 != 0)) {
                throw new IllegalArgumentException("member " + member.name() + " at bit " + member.bitOffset()
                        + ", width " + member.bitFieldSize() + ": a struct with bit fields has room for 24 and 8 bits");
            }
            word(string(member.name()));
            word(member.type());
            word(member.bitFieldSize() << 24 | member.bitOffset());
        }
    }

    private void common(BtfType type, int vlen, boolean kindFlag, int third) {
        if (vlen >>> 16 != 0) {
            throw new IllegalArgumentException(
                    type.kind().label() + " " + type.name() + " has " + vlen + " members, expected at most 65535");
        }
        word(string(type.name()));
        word((kindFlag ? 1 << 31 : 0) | type.kind().number() << 24 | vlen);
        word(third);
    }

    private int string(String text) {
        Integer known = offsets.get(text);
        if (known != null) {
            return known;
        }
        int offset = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        offsets.put(text, offset);
        return offset;
    }

    private void word(int value) {
        types.writeBytes(ByteBuffer.allocate(4).order(order).putInt(value).array());
    }
}
