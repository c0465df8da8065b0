package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.helper.ArgumentType;
import dev.skep.helper.BoundHelper;
import dev.skep.helper.BoundKfunc;
import dev.skep.helper.HelperPrototype;
import dev.skep.helper.HelperTable;
import dev.skep.helper.KfuncFlag;
import dev.skep.helper.KfuncPrototype;
import dev.skep.helper.KfuncTable;
import dev.skep.helper.ReturnType;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.HelperFamily;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.check.HelperIds;
import dev.skep.verifier.explore.HelperPrototypes;
import dev.skep.verifier.explore.Subject;
import dev.skep.verifier.structure.CallDirectory;
import dev.skep.verifier.structure.CallEffect;
import dev.skep.verifier.structure.CallSummary;
import dev.skep.verifier.structure.StructureLog;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The helpers and kernel functions that programs of one type may call. */
final class Callables implements CallDirectory, HelperPrototypes {
    private static final String UNKNOWN = "unknown";

    /** What a device must answer. */
    private static final String METADATA = "bpf_xdp_metadata_rx_";

    private static final Set<String> CALL_BACK = Set.of("bpf_rbtree_add_impl");
    private static final Set<String> CALL_BACK_LATER = Set.of(
            "bpf_wq_set_callback_impl", "bpf_task_work_schedule_signal_impl", "bpf_task_work_schedule_resume_impl");
    private static final Set<String> INLINED = Set.of("bpf_cast_to_kern_ctx", "bpf_rdonly_cast");

    private static final String RELEASE = "tcp_congestion_ops/release";

    private final ProgramType type;
    private final AttachType attachType;
    private final boolean isBoundToDevice;
    /** Whether the program is called when its socket is about to go. */
    private final boolean isReleased;

    private final @Nullable KernelTypes kernelTypes;

    private final Privilege privilege;

    Callables(ProgramImage program, AttachType attachType, @Nullable KernelTypes kernelTypes, Privilege privilege) {
        this.privilege = privilege;
        this.type = program.type();
        this.attachType = attachType;
        this.isBoundToDevice = program.has(ProgramImage.F_XDP_DEV_BOUND_ONLY);
        this.kernelTypes = kernelTypes;
        this.isReleased =
                type == ProgramType.STRUCT_OPS && program.attachTarget().equals(RELEASE);
    }

    @Override
    public @Nullable HelperPrototype find(int id) {
        if (isReleased && (id == HelperIds.SETSOCKOPT || id == HelperIds.GETSOCKOPT)) {
            return null;
        }
        BoundHelper helper = HelperTable.standard().find(id, type, attachType);
        return helper != null && isPermitted(helper.prototype()) ? helper.prototype() : null;
    }

    /** What tracing programs have in a table of their own, programs for system calls have there too, unasked. */
    private boolean isPermitted(HelperPrototype helper) {
        return helper.needs().stream().allMatch(privilege::has)
                || (helper.families().contains(HelperFamily.TRACING_PROGRAM)
                        && type.admits(HelperFamily.TRACING_PROGRAM, attachType));
    }

    @Override
    public boolean exists(int id) {
        return id >= 0 && id < HelperTable.ID_LIMIT;
    }

    @Override
    public String name(int id) {
        if (id == 0) {
            return "bpf_unspec";
        }
        String name = exists(id) ? HelperTable.standard().functionName(id) : null;
        return name == null ? "unknown" : name;
    }

    @Override
    public @Nullable CallSummary helper(int id) {
        HelperPrototype prototype = exists(id) ? find(id) : null;
        if (prototype == null) {
            return null;
        }
        int parameters = 0;
        while (parameters < prototype.arguments().size()
                && prototype.arguments().get(parameters).type() != ArgumentType.DONTCARE) {
            parameters++;
        }
        Set<CallEffect> effects = effectsOfHelper(id);
        if (prototype.result().type() == ReturnType.VOID) {
            effects.add(CallEffect.RETURNS_NOTHING);
        }
        if (prototype.mightSleep()) {
            effects.add(CallEffect.MIGHT_SLEEP);
        }
        if (prototype.allowFastcall() && HelperIds.isInlined(id)) {
            effects.add(CallEffect.INLINED);
        }
        return new CallSummary(parameters, effects);
    }

    @Override
    public Set<CallEffect> effectsOfHelper(int id) {
        Set<CallEffect> effects = EnumSet.noneOf(CallEffect.class);
        if (HelperIds.changesPacket(id)) {
            effects.add(CallEffect.CHANGES_PACKET);
        }
        if (HelperIds.callsBack(id)) {
            effects.add(CallEffect.CALLS_BACK);
        }
        if (id == HelperIds.TIMER_SET_CALLBACK) {
            effects.add(CallEffect.CALLS_BACK_LATER);
        }
        HelperPrototype prototype = exists(id) ? find(id) : null;
        if (prototype != null && prototype.mightSleep()) {
            effects.add(CallEffect.MIGHT_SLEEP);
        }
        return effects;
    }

    @Override
    public @Nullable CallSummary kfunc(CallKfunc call) {
        KfuncPrototype prototype = admitted(call.btfId());
        if (prototype == null) {
            return null;
        }
        Set<CallEffect> effects = effectsOfKfunc(call);
        String name = prototype.name();
        add(effects, prototype.result().toString().equals("void"), CallEffect.RETURNS_NOTHING);
        add(effects, prototype.has(KfuncFlag.SLEEPABLE), CallEffect.MIGHT_SLEEP);
        add(effects, name.equals("bpf_xdp_pull_data"), CallEffect.CHANGES_PACKET);
        add(effects, prototype.has(KfuncFlag.ITER_NEXT), CallEffect.STEPS_ITERATOR);
        add(effects, prototype.has(KfuncFlag.FASTCALL) && INLINED.contains(name), CallEffect.INLINED);
        return new CallSummary(prototype.parameters().size(), effects);
    }

    @Override
    public Set<CallEffect> effectsOfKfunc(CallKfunc call) {
        KfuncPrototype prototype = call.descriptorIndex() == 0 ? kfunc(call.btfId()) : null;
        Set<CallEffect> effects = EnumSet.noneOf(CallEffect.class);
        if (prototype != null) {
            String name = prototype.name();
            add(effects, CALL_BACK.contains(name), CallEffect.CALLS_BACK);
            add(effects, CALL_BACK_LATER.contains(name), CallEffect.CALLS_BACK_LATER);
            add(effects, name.equals("bpf_throw"), CallEffect.THROWS);
        }
        return effects;
    }

    private static void add(Set<CallEffect> effects, boolean has, CallEffect effect) {
        if (has) {
            effects.add(effect);
        }
    }

    /** The kernel functions that the program may call. */
    Subject.Kfuncs kfuncs() {
        return new Subject.Kfuncs() {
            @Override
            public String name(int btfId) {
                KfuncPrototype prototype = kfunc(btfId);
                return btfId == 0 ? "" : prototype == null ? otherFunction(btfId) : prototype.name();
            }

            @Override
            public @Nullable KfuncPrototype find(int btfId) {
                return admitted(btfId);
            }
        };
    }

    /** A function of the kernel that nobody may call. */
    private String otherFunction(int btfId) {
        Btf btf = kernelTypes == null ? Btf.empty() : kernelTypes.btf();
        boolean isFunction = btfId > 0 && btfId < btf.typeCount() && btf.kind(btfId) == BtfKind.FUNC;
        return isFunction ? btf.name(btfId) : UNKNOWN;
    }

    private @Nullable KfuncPrototype admitted(int btfId) {
        KfuncPrototype prototype = kfunc(btfId);
        return prototype != null && KfuncTable.admits(prototype, type, attachType) ? prototype : null;
    }

    private @Nullable KfuncPrototype kfunc(int btfId) {
        // Without types of a kernel, ids are those of the reference kernel.
        KernelTypes types = kernelTypes == null ? KernelTypes.reference() : kernelTypes;
        BoundKfunc kfunc = KfuncTable.standard().find(types.btf(), btfId);
        return kfunc == null ? null : kfunc.prototype();
    }

    @Override
    public void admitKfunc(CallKfunc call, StructureLog log) {
        KfuncPrototype prototype = kfunc(call.btfId());
        if (prototype != null && prototype.name().startsWith(METADATA) && !isBoundToDevice) {
            throw log.rejected(Errno.EINVAL, "metadata kfuncs require device-bound program\n");
        }
        if (prototype == null && otherFunction(call.btfId()).equals(UNKNOWN)) {
            throw log.rejected(
                    Errno.EINVAL, "kernel btf_id " + Integer.toUnsignedString(call.btfId()) + " is not a function\n");
        }
    }
}
