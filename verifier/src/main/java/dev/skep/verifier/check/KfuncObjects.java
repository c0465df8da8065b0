package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import dev.skep.verifier.state.VerifierState;
import org.jspecify.annotations.Nullable;

/**
 * Objects that the program allocated, as kfunc arguments, and the lists and trees that hold them; the kernel's
 * {@code process_kf_arg_ptr_to_graph_root()} and its like.
 */
final class KfuncObjects {
    private static final Reference.Kind[] LOCKS = {
        Reference.Kind.LOCK, Reference.Kind.RES_LOCK, Reference.Kind.RES_LOCK_IRQ
    };

    private final Verification verification;
    private final StructLayouts structs;
    private final GraphNodes nodes;

    KfuncObjects(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.structs = rooms.structs;
        this.nodes = rooms.nodes;
    }

    void expectAllocated(KfuncFacts facts, int index) {
        RegisterState register = verification.register(index + 1);
        if (register.type().equals(RegisterType.OBJECT)) {
            if (!facts.name().equals(KfuncNames.OBJECT_DROP)) {
                throw verification.reject(Errno.EINVAL, "arg#" + index + " expected for bpf_obj_drop_impl()");
            }
        } else if (register.type().equals(RegisterType.OBJECT.with(RegisterType.PERCPU))) {
            if (!facts.name().equals(KfuncNames.PERCPU_OBJECT_DROP)) {
                throw verification.reject(Errno.EINVAL, "arg#" + index + " expected for bpf_percpu_obj_drop_impl()");
            }
        } else {
            throw verification.reject(Errno.EINVAL, "arg#" + index + " expected pointer to allocated object");
        }
        expectReferenced(register);
        facts.object = KfuncArguments.object(register);
    }

    private void expectReferenced(RegisterState register) {
        if (register.reference() == 0) {
            throw verification.reject(Errno.EINVAL, "allocated object must be referenced");
        }
    }

    void expectRefcounted(KfuncFacts facts, int index) {
        RegisterState register = verification.register(index + 1);
        if (!register.type().isAllocatedObject()) {
            throw verification.reject(Errno.EINVAL, "arg#" + index + " is neither owning or non-owning ref");
        }
        facts.ownsObject = !register.type().isNonOwning() && register.reference() != 0;
        StructType type = KfuncArguments.object(register);
        if (verification.objects.of(type).isEmpty()) {
            throw verification.bug("Couldn't find btf_record");
        }
        if (verification.objects.field(type, SpecialField.Kind.REFCOUNT) == null) {
            throw verification.reject(
                    Errno.EINVAL, "arg#" + index + " doesn't point to a type with bpf_refcount field");
        }
        facts.object = type;
    }

    void expectRoot(KfuncFacts facts, int index, KfuncArgumentKind kind) {
        RegisterState register = verification.register(index + 1);
        boolean isObject = register.type().equals(RegisterType.OBJECT);
        if (!register.type().equals(RegisterType.MAP_VALUE) && !isObject) {
            throw verification.reject(
                    Errno.EINVAL, "arg#" + index + " expected pointer to map value or allocated object");
        }
        if (isObject) {
            expectReferenced(register);
        }
        SpecialField.Kind wanted =
                kind == KfuncArgumentKind.LIST_HEAD ? SpecialField.Kind.LIST_HEAD : SpecialField.Kind.RB_ROOT;
        expectConstantOffset(register, index + 1, wanted);
        int offset = register.offset() + (int) register.scalar().value();
        SpecialField field = verification.objects.fieldAt(register, offset, wanted);
        if (field == null) {
            throw verification.reject(Errno.EINVAL, wanted.text() + " not found at offset=" + offset);
        }
        expectLocked(register, wanted);
        facts.root = field;
    }

    private void expectConstantOffset(RegisterState register, int number, SpecialField.Kind kind) {
        if (!register.scalar().isConstant()) {
            throw verification.reject(
                    Errno.EINVAL,
                    "R" + number + " doesn't have constant offset. " + kind.text()
                            + " has to be at the constant offset");
        }
    }

    /** The lock that stands in the same memory must be held. */
    private void expectLocked(RegisterState register, SpecialField.Kind kind) {
        VerifierState state = verification.state;
        Object owner = lockOwner(register);
        boolean locked = state.activeLocks != 0 && state.lock(register.id(), owner, LOCKS) != null;
        if (locked) {
            return;
        }
        if (state.activeLocks != 0) {
            verification.log.line("held lock and object are not in the same allocation");
        }
        SpecialField lock = verification.objects.field(register, SpecialField.Kind.SPIN_LOCK);
        throw verification.reject(
                Errno.EINVAL,
                "bpf_spin_lock at off=" + (lock == null ? -Errno.EINVAL.number() : lock.offset()) + " must be held for "
                        + kind.text());
    }

    /** What the kernel remembers of a lock beside its id: the map, or the types of the object. */
    static @Nullable Object lockOwner(RegisterState register) {
        return register.target() instanceof StructType type
                ? type.btf()
                : register.target() instanceof MapView map ? map : null;
    }

    void expectNode(KfuncFacts facts, int index, KfuncArgumentKind kind) {
        RegisterState register = verification.register(index + 1);
        boolean looksOnly = facts.name().equals(KfuncNames.RBTREE_LEFT)
                || facts.name().equals(KfuncNames.RBTREE_RIGHT)
                || facts.name().equals(KfuncNames.RBTREE_REMOVE);
        if (looksOnly) {
            if (!register.type().isNonOwning() && register.reference() == 0) {
                throw verification.reject(
                        Errno.EINVAL, facts.name() + " can only take non-owning or refcounted bpf_rb_node pointer");
            }
            if (nodes.inTreeCallback()) {
                throw verification.reject(Errno.EINVAL, facts.name() + " not allowed in rbtree cb");
            }
        } else {
            if (!register.type().equals(RegisterType.OBJECT)) {
                throw verification.reject(Errno.EINVAL, "arg#" + index + " expected pointer to allocated object");
            }
            expectReferenced(register);
        }
        boolean inList = kind == KfuncArgumentKind.LIST_NODE;
        checkNode(
                facts,
                index + 1,
                inList ? SpecialField.Kind.LIST_HEAD : SpecialField.Kind.RB_ROOT,
                inList ? SpecialField.Kind.LIST_NODE : SpecialField.Kind.RB_NODE);
    }

    private void checkNode(KfuncFacts facts, int number, SpecialField.Kind rootKind, SpecialField.Kind nodeKind) {
        RegisterState register = verification.register(number);
        expectConstantOffset(register, number, nodeKind);
        int offset = register.offset() + (int) register.scalar().value();
        if (register.kind() != RegisterKind.BTF_ID
                || verification.objects.fieldAt(register, offset, nodeKind) == null) {
            throw verification.reject(Errno.EINVAL, nodeKind.text() + " not found at offset=" + offset);
        }
        SpecialField root = facts.expectRoot();
        StructType type = KfuncArguments.object(register);
        StructType wanted = root.target();
        String name = wanted == null ? "" : wanted.name();
        if (!structs.matches(type, 0, wanted, StructLayouts.Match.STRICT)) {
            throw verification.reject(
                    Errno.EINVAL,
                    "operation on " + rootKind.text() + " expects arg#1 " + nodeKind.text() + " at offset="
                            + root.nodeOffset() + " in struct " + name + ", but arg is at offset=" + offset
                            + " in struct " + type.name());
        }
        facts.object = type;
        if (offset != root.nodeOffset()) {
            throw verification.reject(
                    Errno.EINVAL,
                    "arg#1 offset=" + offset + ", but expected " + nodeKind.text() + " at offset=" + root.nodeOffset()
                            + " in struct " + name);
        }
    }
}
