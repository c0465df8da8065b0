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
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfType.TypeTag;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.BtfType.Var;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a type around a name. C reads inside out, so the chain from the declared thing to its innermost type is
 * collected first and then written from its far end:
 *
 * <pre>
 *   array[4] → ptr → func_proto(int) → struct flow      struct flow (*name[4])(int)
 * </pre>
 */
final class CDeclarator {
    private final Btf btf;
    private final CNames names;
    private final CBudget budget;
    private final Alignment alignment;
    private final StringBuilder out;

    CDeclarator(Btf btf, CNames names, CBudget budget, StringBuilder out) {
        this.btf = btf;
        this.names = names;
        this.budget = budget;
        this.alignment = new Alignment(btf);
        this.out = out;
    }

    static String keyword(Composite composite) {
        return composite instanceof Struct ? "struct" : "union";
    }

    /**
     * Writes the declaration of {@code name} with type {@code id}; inline definitions are indented by {@code level}.
     */
    void declare(int id, String name, int level) {
        Deque<Integer> chain = new ArrayDeque<>();
        int current = id;
        int next = id;
        while (next >= 0) {
            current = next;
            budget.enter(current);
            chain.push(current);
            next = behind(btf.type(current));
        }
        int links = chain.size();
        chain(chain, name, level);
        for (int i = 0; i < links; i++) {
            budget.leave();
        }
    }

    /** The type that a link of the chain leads to, or -1 at the far end. */
    private static int behind(BtfType type) {
        return switch (type) {
            case Ptr pointer -> pointer.target();
            case Modifier modifier -> modifier.target();
            case Array array -> array.element();
            case FuncProto proto -> proto.returnType();
            case BtfType.VoidType _,
                    Int _,
                    Enumeration _,
                    Fwd _,
                    Composite _,
                    Typedef _,
                    FloatType _,
                    Func _,
                    Var _,
                    Datasec _,
                    DeclTag _ -> -1;
        };
    }

    private void chain(Deque<Integer> chain, String name, int level) {
        boolean afterPointer = true;
        while (!chain.isEmpty()) {
            int id = chain.pop();
            BtfType type = btf.type(id);
            switch (type) {
                case Ptr _ -> out.append(afterPointer ? "*" : " *");
                case TypeTag tag -> {
                    modifiersInFront(chain);
                    out.append(" __attribute__((btf_type_tag(\"")
                            .append(tag.name())
                            .append("\")))");
                }
                case Modifier modifier -> out.append(' ').append(word(modifier));
                case Array array -> {
                    array(array, chain, name, level, afterPointer);
                    return;
                }
                case FuncProto proto -> {
                    function(proto, chain, name, level, afterPointer);
                    return;
                }
                case BtfType.VoidType _,
                        Int _,
                        FloatType _,
                        Composite _,
                        Enumeration _,
                        Fwd _,
                        Typedef _,
                        Func _,
                        Var _,
                        Datasec _,
                        DeclTag _ -> {
                    modifiersInFront(chain);
                    innermost(id, type, level);
                }
            }
            afterPointer = type instanceof Ptr;
        }
        name(name, afterPointer);
    }

    private void innermost(int id, BtfType type, int level) {
        switch (type) {
            case BtfType.VoidType _ -> out.append("void");
            case Int integer -> out.append(integer.name());
            case FloatType number -> out.append(number.name());
            case Composite composite -> {
                if (composite.name().isEmpty()) {
                    structDefinition(id, composite, level);
                } else {
                    out.append(keyword(composite)).append(' ').append(names.tag(id));
                }
            }
            case Enumeration enumeration -> {
                if (enumeration.name().isEmpty()) {
                    enumDefinition(id, enumeration, level);
                } else {
                    out.append("enum ").append(names.tag(id));
                }
            }
            case Fwd forward ->
                out.append(forward.union() ? "union " : "struct ").append(forward.name());
            case Typedef _ -> out.append(names.typedef(id));
            case Func _, Var _, Datasec _, DeclTag _, Ptr _, Modifier _, Array _, FuncProto _ ->
                throw new MalformedBtfException("type " + id + ": "
                        + type.kind().label() + " '" + type.name() + "' in a declaration, expected a type of data");
        }
    }

    /** Qualifiers of anything but a pointer stand to its left. */
    private void modifiersInFront(Deque<Integer> chain) {
        while (!chain.isEmpty()
                && btf.type(chain.element()) instanceof Modifier modifier
                && !(modifier instanceof TypeTag)) {
            out.append(word(modifier)).append(' ');
            chain.pop();
        }
    }

    private static String word(Modifier modifier) {
        return switch (modifier) {
            case BtfType.Volatile _ -> "volatile";
            case BtfType.Const _ -> "const";
            case BtfType.Restrict _ -> "restrict";
            case TypeTag tag -> tag.name();
        };
    }

    /** Compilers repeat the qualifiers of elements on arrays, and mark functions that do not return as volatile. */
    private void dropModifiers(Deque<Integer> chain) {
        while (!chain.isEmpty() && btf.type(chain.element()) instanceof Modifier) {
            chain.pop();
        }
    }

    private void name(String name, boolean afterPointer) {
        if (!name.isEmpty() && !afterPointer) {
            out.append(' ');
        }
        out.append(name);
    }

    private void array(Array array, Deque<Integer> chain, String name, int level, boolean afterPointer) {
        dropModifiers(chain);
        if (chain.isEmpty()) {
            name(name, afterPointer);
        } else {
            boolean ofArrays = btf.type(chain.element()) instanceof Array;
            if (!name.isEmpty() && !afterPointer) {
                out.append(' ');
            }
            out.append(ofArrays ? "" : "(");
            chain(chain, name, level);
            out.append(ofArrays ? "" : ")");
        }
        out.append('[').append(array.count()).append(']');
    }

    private void function(FuncProto proto, Deque<Integer> chain, String name, int level, boolean afterPointer) {
        dropModifiers(chain);
        if (chain.isEmpty()) {
            name(name, afterPointer);
        } else {
            out.append(" (");
            chain(chain, name, level);
            out.append(')');
        }
        out.append('(');
        int count = proto.params().size();
        if (count == 0 || (count == 1 && proto.variadic())) {
            out.append("void)");
            return;
        }
        for (int i = 0; i < count; i++) {
            Param param = proto.params().get(i);
            out.append(i == 0 ? "" : ", ");
            if (i == count - 1 && proto.variadic()) {
                out.append("...");
            } else {
                declare(param.type(), param.name(), level);
            }
        }
        out.append(')');
    }

    void enumDefinition(int id, Enumeration enumeration, int level) {
        out.append("enum");
        if (!enumeration.name().isEmpty()) {
            out.append(' ').append(names.tag(id));
        }
        if (enumeration.values().isEmpty()) {
            return;
        }
        out.append(" {");
        String suffix = enumeration instanceof EnumType ? "" : enumeration.signed() ? "LL" : "ULL";
        for (Enumerator value : enumeration.values()) {
            newLine(level + 1);
            out.append(names.enumerator(value.name())).append(" = ");
            out.append(enumeration.signed() ? Long.toString(value.value()) : Long.toUnsignedString(value.value()));
            out.append(suffix).append(',');
        }
        newLine(level);
        out.append('}');
        if (enumeration.sizeBytes() == 1) {
            out.append(" __attribute__((mode(byte)))");
        } else if (enumeration.sizeBytes() == 8 && !wideByItself(enumeration)) {
            out.append(" __attribute__((mode(word)))");
        }
    }

    /** Whether a value needs 64 bits, so that the compiler makes the enum that wide without being told. */
    private static boolean wideByItself(Enumeration enumeration) {
        return enumeration instanceof Enum64 wide
                && wide.values().stream().anyMatch(value -> value.value() >>> 32 != 0);
    }

    void structDefinition(int id, Composite composite, int level) {
        boolean struct = composite instanceof Struct;
        CPadding padding = new CPadding(out, level + 1);
        boolean packed = struct && packed(composite);
        out.append(keyword(composite)).append(composite.name().isEmpty() ? "" : " ");
        out.append(names.tag(id)).append(" {");
        long offset = 0;
        boolean afterBitField = false;
        for (Member member : composite.members()) {
            int width = member.bitFieldSize();
            int align = packed ? 1 : alignment.of(member.type());
            padding.fill(offset, member.bitOffset(), align, afterBitField && width != 0);
            newLine(level + 1);
            declare(member.type(), member.name(), level + 1);
            if (width != 0) {
                out.append(": ").append(width);
            }
            out.append(';');
            offset = member.bitOffset() + (width != 0 ? width : 8 * sizeOrZero(member.type()));
            afterBitField = width != 0;
        }
        if (struct) {
            padding.fill(offset, 8L * composite.sizeBytes(), alignment.of(id), false);
        }
        if (!composite.members().isEmpty() || composite.sizeBytes() != 0) {
            newLine(level);
        }
        out.append(packed ? "} __attribute__((packed))" : "}");
    }

    /** A struct is packed if a member stands where its type would not, or the size is no multiple of its alignment. */
    private boolean packed(Composite composite) {
        int most = 1;
        for (Member member : composite.members()) {
            int align = alignment.of(member.type());
            if (align != 0 && member.bitFieldSize() == 0 && member.bitOffset() % (8 * align) != 0) {
                return true;
            }
            most = Math.max(most, align);
        }
        return composite.sizeBytes() % most != 0;
    }

    private long sizeOrZero(int id) {
        return btf.kind(btf.resolve(id)) == BtfKind.FWD ? 0 : btf.sizeOf(id);
    }

    private void newLine(int level) {
        out.append('\n').append("\t".repeat(level));
    }
}
