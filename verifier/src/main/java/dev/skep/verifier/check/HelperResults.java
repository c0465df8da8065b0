package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.helper.HelperPrototype;
import dev.skep.helper.ReturnFlag;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import java.util.Set;

/** What a helper leaves in R0. */
final class HelperResults {
    private static final int MAX_ERRNO = 4095;
    private static final Set<Integer> CASTS = Set.of(
            HelperIds.TCP_SOCK,
            HelperIds.SK_FULLSOCK,
            HelperIds.SKC_TO_TCP_SOCK,
            HelperIds.SKC_TO_TCP6_SOCK,
            HelperIds.SKC_TO_UDP6_SOCK,
            HelperIds.SKC_TO_MPTCP_SOCK,
            HelperIds.SKC_TO_TCP_TIMEWAIT_SOCK,
            HelperIds.SKC_TO_TCP_REQUEST_SOCK);

    private final Verification verification;

    HelperResults(Verification verification) {
        this.verification = verification;
    }

    void set(CallFacts facts) {
        HelperPrototype prototype = facts.prototype;
        ReturnType type = prototype.result().type();
        int flags = flags(prototype);
        switch (type) {
            case INTEGER -> verification.markUnknown(0);
            case VOID -> verification.register(0, verification.register(0).withType(RegisterType.NOT_INIT));
            case PTR_TO_MAP_VALUE -> setMapValue(facts, flags);
            case PTR_TO_SOCKET -> setPointer(RegisterKind.SOCKET, flags);
            case PTR_TO_SOCK_COMMON -> setPointer(RegisterKind.SOCK_COMMON, flags);
            case PTR_TO_TCP_SOCK -> setPointer(RegisterKind.TCP_SOCK, flags);
            case PTR_TO_MEM -> {
                setPointer(RegisterKind.MEM, flags);
                verification.register(0, verification.register(0).withFirst(facts.memorySize));
            }
            case PTR_TO_MEM_OR_BTF_ID -> setPercpu(facts, flags);
            case PTR_TO_BTF_ID -> setStruct(facts, flags);
            default -> throw new IllegalStateException(type + " is no base type");
        }
        RegisterState result = verification.register(0);
        if (result.type().mayBeNull()) {
            result = result.withId(verification.newId());
        }
        verification.register(0, reference(facts, result));
        if (type == ReturnType.INTEGER) {
            refine(facts);
        }
    }

    private static int flags(HelperPrototype prototype) {
        int flags = 0;
        for (ReturnFlag flag : prototype.result().flags()) {
            flags |= switch (flag) {
                case PTR_MAYBE_NULL -> RegisterType.MAYBE_NULL;
                case MEM_RDONLY -> RegisterType.RDONLY;
                case MEM_RINGBUF -> RegisterType.RINGBUF;
                case PTR_TRUSTED -> RegisterType.TRUSTED;
            };
        }
        return flags;
    }

    private void setPointer(RegisterKind kind, int flags) {
        verification.register(0, RegisterState.pointer(RegisterType.of(kind, flags), null));
    }

    private void setMapValue(CallFacts facts, int helperFlags) {
        MapView map = facts.expectMap();
        int flags = helperFlags;
        boolean found = facts.prototype.id() == HelperIds.MAP_LOOKUP_ELEM
                && ConstantArguments.knowsKeys(map)
                && facts.constantKey >= 0
                && facts.constantKey < Integer.toUnsignedLong(map.maxEntries());
        if (found) {
            flags &= ~RegisterType.MAYBE_NULL;
        }
        RegisterState value = RegisterState.pointer(RegisterType.of(RegisterKind.MAP_VALUE, flags), map)
                .withFirst(facts.mapUid);
        boolean needsId = (flags & RegisterType.MAYBE_NULL) == 0 && map.hasLock();
        verification.register(0, needsId ? value.withId(verification.newId()) : value);
    }

    private void setPercpu(CallFacts facts, int helperFlags) {
        StructType target = facts.percpu;
        if (target == null) {
            throw verification.bug("per-cpu helper without a type");
        }
        Btf btf = target.btf();
        if (btf != null && !(btf.type(btf.skipModifiers(target.id())) instanceof BtfType.Composite)) {
            setPointer(RegisterKind.MEM, helperFlags);
            verification.register(0, verification.register(0).withFirst((int) btf.sizeOf(target.id())));
            return;
        }
        boolean allocated = facts.percpuIsRcu;
        int flags = allocated ? RegisterType.ALLOC | RegisterType.RCU : helperFlags & ~RegisterType.RDONLY;
        verification.register(0, RegisterState.pointer(RegisterType.of(RegisterKind.BTF_ID, flags), target));
    }

    private void setStruct(CallFacts facts, int helperFlags) {
        int flags = helperFlags;
        StructType target;
        SpecialField kptr = facts.kptr;
        if (facts.prototype.id() == HelperIds.KPTR_XCHG && kptr != null) {
            target = verification.objects.pointee(kptr);
            if (!target.isKernel()) {
                flags |= RegisterType.ALLOC;
                if (kptr.kind() == SpecialField.Kind.KPTR_PERCPU) {
                    flags |= RegisterType.PERCPU;
                }
            }
        } else {
            target = verification.kernelType(facts.prototype.result().btf());
        }
        verification.register(0, RegisterState.pointer(RegisterType.of(RegisterKind.BTF_ID, flags), target));
    }

    private RegisterState reference(CallFacts facts, RegisterState result) {
        int id = facts.prototype.id();
        if (id == HelperIds.DYNPTR_DATA) {
            return result.withSecond(facts.dynptrId).withReference(facts.reference);
        }
        if (CASTS.contains(id)) {
            return result.withReference(facts.reference);
        }
        if (acquires(facts)) {
            int reference = verification.newId();
            verification.state.addReference(
                    new Reference(Reference.Kind.POINTER, reference, verification.instruction, null));
            return result.withId(reference).withReference(reference);
        }
        return result;
    }

    private static boolean acquires(CallFacts facts) {
        return switch (facts.prototype.id()) {
            case HelperIds.SK_LOOKUP_TCP,
                    HelperIds.SK_LOOKUP_UDP,
                    HelperIds.SKC_LOOKUP_TCP,
                    HelperIds.RINGBUF_RESERVE,
                    HelperIds.KPTR_XCHG -> true;
            case HelperIds.MAP_LOOKUP_ELEM -> {
                MapType type = facts.expectMap().type();
                yield type == MapType.SOCKMAP || type == MapType.SOCKHASH;
            }
            default -> false;
        };
    }

    /** Some helpers are known to return no more than they were asked for. */
    private void refine(CallFacts facts) {
        RegisterState result = verification.register(0);
        switch (facts.prototype.id()) {
            case HelperIds.GET_STACK,
                    HelperIds.GET_TASK_STACK,
                    HelperIds.PROBE_READ_STR,
                    HelperIds.PROBE_READ_KERNEL_STR,
                    HelperIds.PROBE_READ_USER_STR ->
                verification.register(
                        0,
                        result.withScalar(result.scalar()
                                .draft()
                                .signed(-MAX_ERRNO, facts.maxSize)
                                .signed32(-MAX_ERRNO, (int) facts.maxSize)
                                .synchronise()
                                .build()));
            case HelperIds.GET_SMP_PROCESSOR_ID -> {
                int last = verification.subject.cpus() - 1;
                verification.register(
                        0,
                        result.withScalar(result.scalar()
                                .draft()
                                .unsigned(0, last)
                                .unsigned32(0, last)
                                .signed(0, last)
                                .signed32(0, last)
                                .synchronise()
                                .build()));
            }
            default -> {}
        }
    }
}
