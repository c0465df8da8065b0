package dev.skep.verifier.check;

import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pointers to kernel objects that are kept in map values (kptrs); the kernel's {@code map_kptr_match_type()}. */
final class KernelPointers {
    private static final Set<String> RCU_PROTECTED =
            Set.of("prog_test_ref_kfunc", "cgroup", "bpf_cpumask", "task_struct", "bpf_crypto_ctx");

    private final Verification verification;
    private final PointerOffsets offsets;
    private final StructLayouts structs;

    KernelPointers(Verification verification, PointerOffsets offsets, StructLayouts structs) {
        this.verification = verification;
        this.offsets = offsets;
        this.structs = structs;
    }

    /** What a load of the field gives. */
    void load(int register, SpecialField field) {
        if (field.kind() == SpecialField.Kind.UPTR) {
            verification.register(
                    register,
                    RegisterState.pointer(RegisterType.of(RegisterKind.MEM, RegisterType.MAYBE_NULL), null)
                            .withFirst(structs.sizeOf(field.target()))
                            .withId(verification.newId()));
            return;
        }
        verification.register(
                register,
                RegisterState.pointer(
                                RegisterType.of(RegisterKind.BTF_ID, loadFlags(field)),
                                verification.objects.pointee(field))
                        .withId(verification.newId()));
    }

    private int loadFlags(SpecialField field) {
        StructType target = verification.objects.pointee(field);
        boolean kernel = target.isKernel();
        boolean safe = field.kind() == SpecialField.Kind.KPTR_PERCPU
                || (field.kind() == SpecialField.Kind.KPTR_REF && (!kernel || RCU_PROTECTED.contains(target.name())));
        if (!safe || !Sections.inRcu(verification)) {
            return RegisterType.MAYBE_NULL | RegisterType.UNTRUSTED;
        }
        int flags = RegisterType.MAYBE_NULL | RegisterType.RCU;
        if (field.kind() == SpecialField.Kind.KPTR_PERCPU) {
            flags |= RegisterType.PERCPU;
        } else if (!kernel) {
            flags |= RegisterType.ALLOC;
        }
        if (!kernel && verification.objects.isGraphNode(target)) {
            flags |= RegisterType.NON_OWNING;
        }
        return flags;
    }

    /** Whether the register may be stored into the field; says why when not. */
    boolean matches(SpecialField field, RegisterState value, int number) {
        StructType source = value.target() instanceof StructType type ? type : null;
        boolean unreferenced = field.kind() == SpecialField.Kind.KPTR_UNREF;
        int allowed = RegisterType.MAYBE_NULL;
        if (source == null || source.isKernel()) {
            allowed |= RegisterType.TRUSTED | RegisterType.RCU;
            if (unreferenced) {
                allowed |= RegisterType.UNTRUSTED;
            }
        } else {
            allowed |= RegisterType.ALLOC;
            if (field.kind() == SpecialField.Kind.KPTR_PERCPU) {
                allowed |= RegisterType.PERCPU;
            }
        }
        boolean rightKind = value.kind() == RegisterKind.BTF_ID && (value.type().flags() & ~allowed) == 0;
        if (rightKind) {
            try {
                offsets.check(value, number, PointerOffsets.Fixed.ALLOWED);
            } catch (Rejection rejection) {
                return false;
            }
            if (source != null
                    && structs.matches(
                            source,
                            value.offset(),
                            verification.objects.pointee(field),
                            unreferenced ? StructLayouts.Match.ANY_MEMBER : StructLayouts.Match.STRICT)) {
                return true;
            }
        }
        complain(field, value, number, rightKind ? source : null, unreferenced);
        return false;
    }

    private void complain(
            SpecialField field, RegisterState value, int number, @Nullable StructType source, boolean unreferenced) {
        String wanted = verification.objects.pointee(field).name();
        verification.log.say("invalid kptr access, R" + number + " type=" + value.type()
                + (source == null ? "" : source.name()) + " ");
        verification.log.say("expected=" + RegisterType.BTF_ID + wanted);
        verification.log.line(unreferenced ? " or " + RegisterType.BTF_ID.with(RegisterType.UNTRUSTED) + wanted : "");
    }
}
