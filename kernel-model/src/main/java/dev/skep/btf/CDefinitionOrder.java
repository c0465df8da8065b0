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
import dev.skep.btf.BtfType.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which definitions C needs before which. A struct that is embedded must be defined first; one that is only pointed to
 * may be declared forward, unless it is anonymous, because then its members are written where it is used.
 *
 * <pre>
 *   struct a { struct b x; };           b before a
 *   struct a { struct b *x; };          either
 *   struct a { struct { struct b y; } *x; };   b before a
 * </pre>
 */
final class CDefinitionOrder {
    private final Btf btf;
    private final CBudget budget;
    private final BitSet done = new BitSet();
    private final BitSet underWay = new BitSet();
    private final BitSet referenced = new BitSet();
    private List<Integer> queue = new ArrayList<>();

    CDefinitionOrder(Btf btf, CBudget budget) {
        this.btf = btf;
        this.budget = budget;
        done.set(0);
        for (int id = 1; id < btf.typeCount(); id++) {
            markReferences(btf.type(id));
        }
    }

    /** An anonymous enum that nothing refers to declares constants, and is written on its own. */
    private void markReferences(BtfType type) {
        switch (type) {
            case Ptr t -> referenced.set(t.target());
            case Modifier t -> referenced.set(t.target());
            case Typedef t -> referenced.set(t.target());
            case Func t -> referenced.set(t.proto());
            case Var t -> referenced.set(t.type());
            case DeclTag t -> referenced.set(t.target());
            case Array t -> {
                referenced.set(t.element());
                referenced.set(t.index());
            }
            case Composite t -> {
                for (Member member : t.members()) {
                    referenced.set(member.type());
                }
            }
            case FuncProto t -> {
                for (Param param : t.params()) {
                    referenced.set(param.type());
                }
            }
            case Datasec t -> {
                for (Variable variable : t.variables()) {
                    referenced.set(variable.type());
                }
            }
            case BtfType.VoidType _, Int _, Enumeration _, Fwd _, FloatType _ -> {}
        }
    }

    /** The definitions, not given before, that must be written so that type {@code id} is known, in order. */
    List<Integer> before(int id) {
        queue = new ArrayList<>();
        order(id, false);
        return queue;
    }

    /** Whether whoever uses the type needs its full definition. */
    private boolean order(int id, boolean throughPointer) {
        if (done.get(id)) {
            return true;
        }
        budget.enter(id);
        boolean strong = order(id, btf.type(id), throughPointer);
        budget.leave();
        return strong;
    }

    private boolean order(int id, BtfType type, boolean throughPointer) {
        return switch (type) {
            case Int _, FloatType _, Func _, Var _, Datasec _, DeclTag _, BtfType.VoidType _ -> {
                done.set(id);
                yield false;
            }
            case Ptr pointer -> {
                boolean strong = order(pointer.target(), true);
                done.set(id);
                yield strong;
            }
            case Array array -> order(array.element(), false);
            case Modifier modifier -> order(modifier.target(), throughPointer);
            case Composite composite -> composite(id, composite, throughPointer);
            case Enumeration enumeration -> standAlone(id, enumeration.name());
            case Fwd forward -> standAlone(id, forward.name());
            case Typedef typedef -> {
                boolean strong = order(typedef.target(), throughPointer);
                if (throughPointer && !strong) {
                    yield false;
                }
                queue.add(id);
                done.set(id);
                yield true;
            }
            case FuncProto proto -> {
                boolean strong = order(proto.returnType(), throughPointer);
                for (Param param : proto.params()) {
                    strong |= order(param.type(), throughPointer);
                }
                yield strong;
            }
        };
    }

    private boolean standAlone(int id, String name) {
        if (!name.isEmpty() || !referenced.get(id)) {
            queue.add(id);
        }
        done.set(id);
        return true;
    }

    private boolean composite(int id, Composite composite, boolean throughPointer) {
        boolean named = !composite.name().isEmpty();
        if (throughPointer && named) {
            return false;
        }
        if (underWay.get(id)) {
            throw new MalformedBtfException(
                    "type " + id + ": '" + composite.name() + "' contains itself, expected a finite type");
        }
        underWay.set(id);
        for (Member member : composite.members()) {
            order(member.type(), false);
        }
        underWay.clear(id);
        if (named) {
            queue.add(id);
        }
        done.set(id);
        return true;
    }
}
