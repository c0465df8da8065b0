package dev.skep.verifier.check;

import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import java.util.Objects;

/** Pointers to the elements of lists and trees: those that own them, and those that only look at them. */
final class GraphNodes {
    private final Verification verification;

    GraphNodes(Verification verification) {
        this.verification = verification;
    }

    /** A pointer to the node inside of an element of the list or tree. */
    static RegisterState node(SpecialField root) {
        return RegisterState.pointer(RegisterType.OBJECT, root.target()).withOffset(root.nodeOffset());
    }

    /** The same pointer to an object that a list or tree owns. */
    RegisterState nonOwning(RegisterState register) {
        if (verification.state.activeLocks == 0) {
            throw verification.bug("ref_set_non_owning w/o active lock");
        }
        if (register.type().has(RegisterType.NON_OWNING)) {
            throw verification.bug("NON_OWN_REF already set");
        }
        RegisterType type = register.type().with(RegisterType.NON_OWNING);
        boolean counted = register.target() instanceof StructType struct
                && verification.objects.field(struct, SpecialField.Kind.REFCOUNT) != null;
        return register.withType(counted ? type.with(RegisterType.RCU) : type);
    }

    /** The list or tree owns the object from now on; all who have it may go on looking at it. */
    void giveAway(int reference) {
        if (reference == 0) {
            throw verification.bug("ref_obj_id is zero for owning -> non-owning conversion");
        }
        verification.state.replaceRegisters(
                register -> register.reference() == reference ? nonOwning(register.withReference(0)) : register);
    }

    /** Whether the current function orders the elements of a tree. */
    boolean inTreeCallback() {
        if (verification.state.currentFrame == 0) {
            return false;
        }
        FrameState callee = verification.frame();
        return callee.inCallback
                && verification.code.at(callee.callsite) instanceof CallKfunc call
                && KfuncNames.TREE.contains(verification.subject.kfuncName(call.btfId()));
    }

    /** Of a callback that orders the elements: what it is given. */
    RegisterState compared(RegisterState tree) {
        SpecialField root = verification.objects.fieldAt(tree, tree.offset(), SpecialField.Kind.RB_ROOT);
        return nonOwning(node(Objects.requireNonNull(root)));
    }
}
