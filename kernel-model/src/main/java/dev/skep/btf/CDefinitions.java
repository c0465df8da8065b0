package dev.skep.btf;

import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.btf.BtfType.Enumeration;
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
import java.util.BitSet;
import java.util.Map;

/** Writes definitions one after the other, each with the forward declarations that its members need before it. */
final class CDefinitions {
    /** Names that gcc puts into the BTF of Arm code, and what they stand for. */
    private static final Map<String, String> COMPILER_TYPES = Map.of(
            "__Poly8_t", "unsigned char",
            "__Poly16_t", "unsigned short",
            "__Poly64_t", "unsigned long long",
            "__Poly128_t", "unsigned __int128");

    private final Btf btf;
    private final CBudget budget;
    private final CNames names;
    private final CDefinitionOrder order;
    private final CDeclarator declarator;
    private final StringBuilder out = new StringBuilder();
    private final BitSet written = new BitSet();
    private final BitSet underWay = new BitSet();
    private final BitSet declared = new BitSet();

    CDefinitions(Btf btf) {
        this.btf = btf;
        this.budget = new CBudget(btf);
        this.names = new CNames(btf);
        this.order = new CDefinitionOrder(btf, budget);
        this.declarator = new CDeclarator(btf, names, budget, out);
        written.set(0);
    }

    /** Writes type {@code id} and what it needs, unless that was written before. */
    void add(int id) {
        for (int definition : order.before(id)) {
            write(definition, 0);
        }
    }

    String text() {
        return out.toString();
    }

    /**
     * Writes what must stand in the text before type {@code id} can be used.
     *
     * @param container the struct or typedef that is being written and uses it, 0 if the type itself is to be defined
     */
    private void write(int id, int container) {
        if (written.get(id)) {
            return;
        }
        BtfType type = btf.type(id);
        if (underWay.get(id)) {
            declareRecursive(id, type, container);
            return;
        }
        budget.enter(id);
        switch (type) {
            case Int integer -> {
                String meaning = COMPILER_TYPES.get(integer.name());
                if (meaning != null) {
                    line("typedef " + meaning + " " + integer.name());
                }
                written.set(id);
            }
            case Enumeration enumeration -> {
                if (container == 0) {
                    declarator.enumDefinition(id, enumeration, 0);
                    line("");
                }
                written.set(id);
            }
            case Fwd forward -> {
                line((forward.union() ? "union " : "struct ") + forward.name());
                written.set(id);
            }
            case Typedef typedef -> typedef(id, typedef);
            case Composite composite -> composite(id, composite, container);
            case Ptr pointer -> write(pointer.target(), container);
            case Modifier modifier -> write(modifier.target(), container);
            case Array array -> write(array.element(), container);
            case FuncProto proto -> {
                write(proto.returnType(), container);
                for (Param param : proto.params()) {
                    write(param.type(), container);
                }
            }
            case FloatType _, Func _, Var _, Datasec _, DeclTag _, BtfType.VoidType _ -> {}
        }
        budget.leave();
    }

    /** A type that is being written is used by something that it needs. */
    private void declareRecursive(int id, BtfType type, int container) {
        if (declared.get(id)) {
            return;
        }
        switch (type) {
            case Composite composite -> {
                if (id == container || composite.name().isEmpty()) {
                    return;
                }
                line(CDeclarator.keyword(composite) + " " + names.tag(id));
            }
            case Typedef typedef -> typedefDefinition(id, typedef);
            default -> {
                return;
            }
        }
        declared.set(id);
    }

    private void typedef(int id, Typedef typedef) {
        underWay.set(id);
        write(typedef.target(), id);
        if (!declared.get(id)) {
            typedefDefinition(id, typedef);
        }
        underWay.clear(id);
        written.set(id);
    }

    /**
     * {@code __builtin_va_list} is known to every compiler; old versions of gcc describe {@code __gnuc_va_list} as
     * void.
     */
    private void typedefDefinition(int id, Typedef typedef) {
        if (typedef.name().equals("__builtin_va_list")) {
            return;
        }
        if (typedef.target() == 0 && typedef.name().equals("__gnuc_va_list")) {
            line("typedef __builtin_va_list __gnuc_va_list");
            return;
        }
        out.append("typedef ");
        declarator.declare(typedef.target(), names.typedef(id), 0);
        line("");
    }

    private void composite(int id, Composite composite, int container) {
        boolean definition = container == 0;
        boolean anonymous = composite.name().isEmpty();
        underWay.set(id);
        if (definition || anonymous) {
            for (Member member : composite.members()) {
                write(member.type(), anonymous ? container : id);
            }
        } else if (!declared.get(id) && id != container) {
            line(CDeclarator.keyword(composite) + " " + names.tag(id));
            declared.set(id);
        }
        underWay.clear(id);
        if (definition) {
            declarator.structDefinition(id, composite, 0);
            line("");
            written.set(id);
        }
    }

    private void line(String text) {
        out.append(text).append(";\n\n");
    }
}
