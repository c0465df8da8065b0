package dev.skep.btf;

import dev.skep.btf.BtfType.Enumerator;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Variable;
import java.util.ArrayList;
import java.util.List;

/** Turns the words of one type, already checked by {@link BtfReader}, into its record. */
final class TypeDecoder {
    private static final Linkage[] LINKAGES = Linkage.values();

    private final Btf btf;
    private final int[] words;

    TypeDecoder(Btf btf, int[] words) {
        this.btf = btf;
        this.words = words;
    }

    BtfType decode(int at) {
        int info = words[at + 1];
        int vlen = info & 0xffff;
        boolean kindFlag = info < 0;
        String name = btf.string(words[at]);
        int third = words[at + 2];
        int tail = at + BtfReader.COMMON_WORDS;
        return switch (BtfKind.of(info >>> 24 & 0x1f)) {
            case VOID -> new BtfType.VoidType();
            case INT -> integer(name, third, words[tail]);
            case PTR -> new BtfType.Ptr(third);
            case ARRAY -> new BtfType.Array(words[tail], words[tail + 1], Integer.toUnsignedLong(words[tail + 2]));
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
            case VAR -> new BtfType.Var(name, third, LINKAGES[words[tail]]);
            case DATASEC -> new BtfType.Datasec(name, third, variables(tail, vlen));
            case FLOAT -> new BtfType.FloatType(name, third);
            case DECL_TAG -> new BtfType.DeclTag(name, third, words[tail]);
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
        for (int i = 0, at = tail; i < vlen; i++, at += 3) {
            int offset = words[at + 2];
            int width = kindFlag ? offset >>> 24 : 0;
            members.add(new Member(btf.string(words[at]), words[at + 1], kindFlag ? offset & 0xffffff : offset, width));
        }
        return members;
    }

    private List<Enumerator> enumerators(int tail, int vlen, boolean signed) {
        List<Enumerator> values = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 2) {
            int value = words[at + 1];
            values.add(new Enumerator(btf.string(words[at]), signed ? value : Integer.toUnsignedLong(value)));
        }
        return values;
    }

    private List<Enumerator> enumerators64(int tail, int vlen) {
        List<Enumerator> values = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 3) {
            long low = Integer.toUnsignedLong(words[at + 1]);
            long high = words[at + 2];
            values.add(new Enumerator(btf.string(words[at]), high << 32 | low));
        }
        return values;
    }

    private List<Param> params(int tail, int vlen) {
        List<Param> params = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 2) {
            params.add(new Param(btf.string(words[at]), words[at + 1]));
        }
        return params;
    }

    private List<Variable> variables(int tail, int vlen) {
        List<Variable> variables = new ArrayList<>(vlen);
        for (int i = 0, at = tail; i < vlen; i++, at += 3) {
            variables.add(new Variable(words[at], words[at + 1], words[at + 2]));
        }
        return variables;
    }
}
