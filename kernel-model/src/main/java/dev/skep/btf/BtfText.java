package dev.skep.btf;

import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.btf.BtfType.Enum64;
import dev.skep.btf.BtfType.EnumType;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Enumerator;
import dev.skep.btf.BtfType.FloatType;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Fwd;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Modifier;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;

/** BTF as text, a line a type and a line a member, in the words of {@code bpftool btf dump} (format raw). */
public final class BtfText {
    private final Btf btf;
    private final StringBuilder out = new StringBuilder();

    private BtfText(Btf btf) {
        this.btf = btf;
    }

    /** All types of {@code btf} but {@code void}, each line with a newline at its end. */
    public static String dump(Btf btf) {
        BtfText text = new BtfText(btf);
        for (int id = 1; id < btf.typeCount(); id++) {
            text.type(id);
        }
        return text.out.toString();
    }

    private void type(int id) {
        BtfType type = btf.type(id);
        out.append('[').append(id).append("] ").append(type.kind().label()).append(' ');
        name(type.name());
        switch (type) {
            case BtfType.VoidType _ -> {}
            case Int t -> {
                field(" size=", t.sizeBytes());
                field(" bits_offset=", t.bitOffset());
                field(" nr_bits=", t.bits());
                out.append(" encoding=").append(encoding(t));
            }
            case Ptr t -> field(" type_id=", t.target());
            case Modifier t -> field(" type_id=", t.target());
            case Typedef t -> field(" type_id=", t.target());
            case Array t -> {
                field(" type_id=", t.element());
                field(" index_type_id=", t.index());
                field(" nr_elems=", t.count());
            }
            case Composite t -> composite(id, t);
            case Enumeration t -> enumeration(t);
            case Fwd t -> out.append(" fwd_kind=").append(t.union() ? "union" : "struct");
            case Func t -> {
                field(" type_id=", t.proto());
                out.append(" linkage=").append(t.linkage().label());
            }
            case FuncProto t -> {
                field(" ret_type_id=", t.returnType());
                field(" vlen=", t.params().size());
                for (Param param : t.params()) {
                    member(param.name());
                    field(" type_id=", param.type());
                }
            }
            case Var t -> {
                field(" type_id=", t.type());
                out.append(", linkage=").append(t.linkage().label());
            }
            case Datasec t -> datasec(t);
            case FloatType t -> field(" size=", t.sizeBytes());
            case DeclTag t -> {
                field(" type_id=", t.target());
                field(" component_idx=", t.component());
            }
        }
        out.append('\n');
    }

    private static String encoding(Int type) {
        return switch (type.encoding()) {
            case 0 -> "(none)";
            case Int.SIGNED -> "SIGNED";
            case Int.CHAR -> "CHAR";
            case Int.BOOL -> "BOOL";
            default -> "UNKN";
        };
    }

    private void composite(int id, Composite type) {
        field(" size=", type.sizeBytes());
        field(" vlen=", type.members().size());
        boolean widths = btf.kindFlag(id);
        for (Member member : type.members()) {
            member(member.name());
            field(" type_id=", member.type());
            field(" bits_offset=", member.bitOffset());
            if (widths && member.bitFieldSize() != 0) {
                field(" bitfield_size=", member.bitFieldSize());
            }
        }
    }

    private void enumeration(Enumeration type) {
        out.append(" encoding=").append(type.signed() ? "SIGNED" : "UNSIGNED");
        field(" size=", type.sizeBytes());
        field(" vlen=", type.values().size());
        for (Enumerator value : type.values()) {
            member(value.name());
            out.append(" val=");
            out.append(type.signed() ? Long.toString(value.value()) : Long.toUnsignedString(value.value()));
            out.append(
                    switch (type) {
                        case EnumType _ -> "";
                        case Enum64 _ -> type.signed() ? "LL" : "ULL";
                    });
        }
    }

    private void datasec(Datasec type) {
        field(" size=", type.sizeBytes());
        field(" vlen=", type.variables().size());
        for (Variable variable : type.variables()) {
            out.append("\n\ttype_id=").append(variable.type());
            field(" offset=", variable.offset());
            field(" size=", variable.sizeBytes());
            BtfType target = btf.type(variable.type());
            if (target instanceof Var || target instanceof Func) {
                out.append(" (").append(target.kind().label()).append(" '");
                out.append(target.name()).append("')");
            }
        }
    }

    private void member(String name) {
        out.append("\n\t");
        name(name);
    }

    private void name(String name) {
        out.append('\'').append(name.isEmpty() ? "(anon)" : name).append('\'');
    }

    private void field(String label, long value) {
        out.append(label).append(value);
    }
}
