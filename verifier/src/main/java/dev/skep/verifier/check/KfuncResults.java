package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.helper.CType;
import dev.skep.helper.KfuncFlag;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.KernelContexts;
import dev.skep.verifier.explore.ObjectFields;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import org.jspecify.annotations.Nullable;

/** What a kernel function leaves in R0; the kernel's {@code check_special_kfunc()}, and what follows it. */
final class KfuncResults {
    private static final int MAX_PERCPU_SIZE = 512;

    private final Verification verification;
    private final Iterators iterators;
    private final PacketRights packets;
    private final ScalarStructs scalars;

    KfuncResults(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.iterators = rooms.iterators;
        this.packets = rooms.packets;
        this.scalars = new ScalarStructs(verification);
    }

    void set(KfuncFacts facts) {
        CType type = facts.prototype.result();
        if (type.isPointer()) {
            setPointer(facts, type);
        } else if (type.isScalar()) {
            RegisterState result = verification.register(0);
            verification.register(
                    0,
                    KfuncNames.takesResilientLock(facts.name())
                            ? verification.constantZero(result)
                            : verification.unknown(result));
            int definition = type.sizeBytes() == Long.BYTES ? 0 : verification.instruction + 1;
            verification.register(0, verification.register(0).withSubregisterDefinition(definition));
        }
    }

    private void setPointer(KfuncFacts facts, CType type) {
        RegisterState result = special(facts, type);
        if (result == null) {
            result = usual(facts, type);
        }
        boolean mayBeNull = facts.prototype.has(KfuncFlag.RET_NULL)
                && !(facts.name().equals(KfuncNames.REFCOUNT_ACQUIRE) && facts.ownsObject);
        if (mayBeNull) {
            result =
                    result.withType(result.type().with(RegisterType.MAYBE_NULL)).withId(verification.newId());
        }
        boolean isNode = type.name().equals("bpf_rb_node") || type.name().equals("bpf_list_node");
        if (facts.prototype.has(KfuncFlag.ACQUIRE)) {
            int reference = verification.newId();
            verification.state.addReference(
                    new Reference(Reference.Kind.POINTER, reference, verification.instruction, null));
            result = result.withReference(reference);
            result = mayBeNull ? result.withId(reference) : result;
        } else if (isNode) {
            result = iterators.nodes.nonOwning(result);
        }
        boolean mayHoldLock = result.type().has(RegisterType.ALLOC)
                && result.target() instanceof StructType struct
                && struct.holdsLock();
        verification.register(0, mayHoldLock && result.id() == 0 ? result.withId(verification.newId()) : result);
    }

    private @Nullable RegisterState special(KfuncFacts facts, CType type) {
        return switch (facts.name()) {
            case KfuncNames.OBJECT_NEW, KfuncNames.PERCPU_OBJECT_NEW -> newObject(facts);
            case KfuncNames.REFCOUNT_ACQUIRE -> RegisterState.pointer(RegisterType.OBJECT, facts.expectObject());
            case KfuncNames.CAST_TO_KERNEL_CONTEXT ->
                RegisterState.pointer(
                        RegisterType.BTF_ID.with(RegisterType.TRUSTED),
                        verification.kernelType(KernelContexts.struct(verification.subject.type())));
            case KfuncNames.READ_ONLY_CAST -> readOnlyCast(facts);
            case KfuncNames.DYNPTR_SLICE, KfuncNames.DYNPTR_SLICE_WRITABLE -> slice(facts);
            default ->
                type.name().equals("bpf_list_node") || type.name().equals("bpf_rb_node")
                        ? GraphNodes.node(facts.expectRoot())
                        : null;
        };
    }

    private static long constant(KfuncFacts facts) {
        Long constant = facts.constant;
        if (constant == null) {
            throw new IllegalStateException(facts.name() + " has no constant argument");
        }
        return constant;
    }

    private RegisterState newObject(KfuncFacts facts) {
        boolean percpu = facts.name().equals(KfuncNames.PERCPU_OBJECT_NEW);
        long id = constant(facts);
        if (id >>> 32 != 0) {
            throw verification.reject(Errno.EINVAL, "local type ID argument must be in range [0, U32_MAX]");
        }
        Btf btf = verification.subject.btf();
        if (btf == null || btf.typeCount() <= 1) {
            throw verification.reject(Errno.EINVAL, "bpf_obj_new/bpf_percpu_obj_new requires prog BTF");
        }
        if (id >= btf.typeCount() || id < 0 || btf.kind((int) id) != BtfKind.STRUCT) {
            throw verification.reject(
                    Errno.EINVAL, "bpf_obj_new/bpf_percpu_obj_new type ID argument must be of a struct");
        }
        StructType type = ObjectFields.struct(btf, (int) id);
        if (percpu) {
            expectPercpu(btf, type);
        }
        return RegisterState.pointer(
                percpu ? RegisterType.OBJECT.with(RegisterType.PERCPU) : RegisterType.OBJECT, type);
    }

    private void expectPercpu(Btf btf, StructType type) {
        long size = btf.sizeOf(type.id());
        if (size > MAX_PERCPU_SIZE) {
            throw verification.reject(
                    Errno.EINVAL, "bpf_percpu_obj_new type size (" + size + ") is greater than " + MAX_PERCPU_SIZE);
        }
        if (!scalars.isMadeOfScalars(btf, type.id(), 0)) {
            throw verification.reject(
                    Errno.EINVAL, "bpf_percpu_obj_new type ID argument must be of a struct of scalars");
        }
        if (!verification.objects.of(type).isEmpty()) {
            throw verification.reject(
                    Errno.EINVAL, "bpf_percpu_obj_new type ID argument must not contain special fields");
        }
    }

    private RegisterState readOnlyCast(KfuncFacts facts) {
        long id = constant(facts);
        Btf btf = verification.subject.kernelTypes();
        if (id == 0) {
            return RegisterState.pointer(
                    RegisterType.of(RegisterKind.MEM, RegisterType.RDONLY | RegisterType.UNTRUSTED), null);
        }
        if (btf == null || id < 0 || id >= btf.typeCount()) {
            throw verification.reject(Errno.EINVAL, "Unknown type ID " + id + " passed to kfunc bpf_rdonly_cast");
        }
        BtfKind kind = btf.kind((int) id);
        if (kind != BtfKind.STRUCT && kind != BtfKind.UNION) {
            throw verification.reject(
                    Errno.EINVAL, "kfunc bpf_rdonly_cast type ID argument must be of a struct or void");
        }
        return RegisterState.pointer(
                RegisterType.BTF_ID.with(RegisterType.UNTRUSTED),
                new StructType(StructType.Origin.KERNEL, btf, (int) id, btf.name((int) id)));
    }

    private RegisterState slice(KfuncFacts facts) {
        int flags = flag(facts.dynptr);
        if (facts.name().equals(KfuncNames.DYNPTR_SLICE)) {
            flags |= RegisterType.RDONLY;
        } else if (!packets.mayAccess(AccessKind.WRITE)) {
            throw verification.reject(Errno.EINVAL, "the prog does not allow writes to packet data");
        }
        return RegisterState.pointer(RegisterType.of(RegisterKind.MEM, flags), null)
                .withFirst((int) constant(facts))
                .withSecond(facts.dynptrId);
    }

    private static int flag(DynptrType type) {
        return switch (type) {
            case LOCAL -> RegisterType.DYNPTR_LOCAL;
            case RINGBUF -> RegisterType.DYNPTR_RINGBUF;
            case SKB -> RegisterType.DYNPTR_SKB;
            case XDP -> RegisterType.DYNPTR_XDP;
            case SKB_META -> RegisterType.DYNPTR_SKB_META;
            case INVALID -> 0;
        };
    }

    private RegisterState usual(KfuncFacts facts, CType type) {
        if (type.kind() == CType.Kind.VOID) {
            return verification.unknown(verification.register(0));
        }
        if (type.kind() != CType.Kind.STRUCT) {
            return memory(facts, type);
        }
        int flags = 0;
        if (facts.name().equals(KfuncNames.GET_KMEM_CACHE)) {
            flags = RegisterType.UNTRUSTED;
        } else if (facts.prototype.has(KfuncFlag.RCU_PROTECTED)) {
            flags = RegisterType.RCU;
        }
        if (facts.prototype.has(KfuncFlag.ITER_NEXT)) {
            RegisterState iterator = iterators.iterator(verification.state, facts);
            flags |= iterator.type().has(RegisterType.RCU) ? RegisterType.RCU : RegisterType.TRUSTED;
        }
        return RegisterState.pointer(RegisterType.of(RegisterKind.BTF_ID, flags), verification.kernelType(type.name()));
    }

    private RegisterState memory(KfuncFacts facts, CType type) {
        int size = facts.resultSize;
        boolean readOnly = facts.resultReadOnly;
        if (facts.name().equals(KfuncNames.SESSION_COOKIE)) {
            size = Long.BYTES;
        }
        if (size == 0) {
            size = type.pointers() > 1 ? Long.BYTES : type.sizeBytes();
            readOnly = true;
        }
        if (size == 0) {
            throw verification.reject(
                    Errno.EINVAL,
                    "kernel function " + facts.name() + " returns pointer type " + KfuncArgumentKinds.typeText(type)
                            + " is not supported");
        }
        return RegisterState.pointer(readOnly ? RegisterType.MEM.with(RegisterType.RDONLY) : RegisterType.MEM, null)
                .withFirst(size)
                .withReference(facts.reference);
    }
}
