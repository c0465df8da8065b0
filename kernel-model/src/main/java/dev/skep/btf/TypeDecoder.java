package dev.skep.btf;

import dev.skep.btf.BtfType.Enumerator;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Variable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Turns the bytes of one type, already checked by {@link BtfReader}, into its record. */
final class TypeDecoder {
    private static final Linkage[] LINKAGES = Linkage.values();

    private final Btf btf;
    private final ByteBuffer data;

    TypeDecoder(Btf btf, ByteBuffer data) {
        this.btf = btf;
        this.data = data;
    }

    BtfType decode(int at) {
        int info = data.getInt(at + 4);
        int vlen = info & 0xffff;
        boolean kindFlag = info < 0;
        String name = btf.string(data.getInt(at));
        int third = data.getInt(at + 8);
        int tail = at + BtfReader.COMMON_BYTES;
        return switch (BtfKind.of(info >>> 24 & 0x1f)) {
            case VOID -> new BtfType.VoidType();
            case INT -> integer(name, third, data.getInt(tail));
            case PTR -> new BtfType.Ptr(third);
            case ARRAY ->
                new BtfType.Array(
                        data.getInt(tail), data.getInt(tail + 4), Integer.toUnsignedLong(data.getInt(tail + 8)));
            case STRUCT -> new BtfType.Struct(name, third, members(tail, vlen, kindFlag));
            case UNION -> new BtfType.Union(name, third, members(tail, vlen, kindFlag));
            case ENUM -> new BtfType.EnumType(name, third, kindFlag, enumerators(tail, vlen, kindFlag));
            case ENUM64 -> new BtfType.Enum64(name, third, kindFlag, enumerators64(tail, vlen));
            case FWD -> new BtfType.Fwd(name, kindFlag);
            case TYPEDEF -> new BtfType.Typedef(name, third);
            case VOLATILE -> new BtfType.Volatile(third);
            case CONST -> new BtfType.Const(third);
            case RESTRICT -> new BtfType.Restrict(third);
            case FUNC -> new BtfType.Func(name, third, LINKAGES[vlen]);
            case FUNC_PROTO -> new BtfType.FuncProto(third, params(tail, vlen));
            case VAR -> new BtfType.Var(name, third, LINKAGES[data.getInt(tail)]);
            case DATASEC -> new BtfType.Datasec(name, third, variables(tail, vlen));
            case FLOAT -> new BtfType.FloatType(name, third);
            case DECL_TAG -> new BtfType.DeclTag(name, third, data.getInt(tail));
            case TYPE_TAG -> new BtfType.TypeTag(name, third, kindFlag);
        };
    }

    /** The word after an INT: encoding in bits 24 to 27, offset in 16 to 23, width in 0 to 7. */
    private static BtfType.Int integer(String name, int size, int word) {
        return new BtfType.Int(name, size, word >>> 24 & 0xf, word >>> 16 & 0xff, word & 0xff);
    }

    /** With the kind flag, the offset word holds the width of a bit field in its highest byte. */
    private List<Member> members(int tail, int vlen, boolean kindFlag) {
        List<Member> members = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 12) {
            int offset = data.getInt(at + 8);
            int width = kindFlag ? offset >>> 24 : 0;
            members.add(new Member(
                    btf.string(data.getInt(at)), data.getInt(at + 4), kindFlag ? offset & 0xffffff : offset, width));
        }
        return members;
    }

    private List<Enumerator> enumerators(int tail, int vlen, boolean signed) {
        List<Enumerator> values = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 8) {
            int value = data.getInt(at + 4);
            values.add(new Enumerator(btf.string(data.getInt(at)), signed ? value : Integer.toUnsignedLong(value)));
        }
        return values;
    }

    private List<Enumerator> enumerators64(int tail, int vlen) {
        List<Enumerator> values = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 12) {
            long low = Integer.toUnsignedLong(data.getInt(at + 4));
            long high = data.getInt(at + 8);
            values.add(new Enumerator(btf.string(data.getInt(at)), high << 32 | low));
        }
        return values;
    }

    private List<Param> params(int tail, int vlen) {
        List<Param> params = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 8) {
            params.add(new Param(btf.string(data.getInt(at)), data.getInt(at + 4)));
        }
        return params;
    }

    private List<Variable> variables(int tail, int vlen) {
        List<Variable> variables = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 12) {
            variables.add(new Variable(data.getInt(at), data.getInt(at + 4), data.getInt(at + 8)));
        }
        return variables;
    }
}
