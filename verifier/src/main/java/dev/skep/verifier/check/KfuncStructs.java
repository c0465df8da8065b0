package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.helper.KfuncFlag;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;

/** Pointers to structs of the kernel as kfunc arguments; the kernel's {@code process_kf_arg_ptr_to_btf_id()}. */
final class KfuncStructs {
    private static final String NO_CAST_SUFFIX = "___init";

    private final Verification verification;
    private final StructLayouts layouts;

    KfuncStructs(Verification verification, StructLayouts layouts) {
        this.verification = verification;
        this.layouts = layouts;
    }

    int sizeOf(String name) {
        return layouts.sizeOf(verification.kernelType(name));
    }

    void check(KfuncFacts facts, int index, String wanted) {
        RegisterState register = verification.register(index + 1);
        boolean isRcu = register.type().has(RegisterType.RCU);
        boolean isStruct =
                register.kind() == RegisterKind.BTF_ID && (isRcu || !Trust.hasUnsafeModifiers(register.type()));
        if (!isStruct && !KfuncArgumentKinds.standsForStruct(register.kind())) {
            RegisterType expected =
                    RegisterType.of(register.kind(), register.type().flags() & RegisterType.TRUSTING);
            throw verification.reject(
                    Errno.EINVAL, "arg#" + index + " is " + register.type() + " expected " + expected + " or socket");
        }
        StructType actual = typeOf(register);
        StructType target = verification.kernelType(wanted);
        boolean strict = (facts.prototype.has(KfuncFlag.RELEASE) && register.reference() != 0)
                || isOtherStage(actual.name(), wanted);
        boolean matches = layouts.matches(
                actual,
                register.offset(),
                target,
                strict ? StructLayouts.Match.STRICT : StructLayouts.Match.ANY_MEMBER);
        if (!matches && !Projections.isOf(wanted, actual.name())) {
            throw verification.reject(
                    Errno.EINVAL,
                    "kernel function " + facts.name() + " args#" + index + " expected pointer to " + text(target)
                            + " but R" + (index + 1) + " has a pointer to " + text(actual));
        }
    }

    /** What the register points to: of pointers to sockets and maps, the struct behind them. */
    private StructType typeOf(RegisterState register) {
        return switch (register.kind()) {
            case SOCKET -> verification.kernelType("sock");
            case SOCK_COMMON -> verification.kernelType("sock_common");
            case TCP_SOCK -> verification.kernelType("tcp_sock");
            case MAP_PTR -> verification.kernelType("bpf_map");
            default -> KfuncArguments.object(register);
        };
    }

    /** Whether one of the types is the other before it was made ready, so that none stands for the other. */
    private static boolean isOtherStage(String one, String other) {
        boolean first = one.endsWith(NO_CAST_SUFFIX);
        boolean second = other.endsWith(NO_CAST_SUFFIX);
        return first != second && (first ? one.equals(other + NO_CAST_SUFFIX) : other.equals(one + NO_CAST_SUFFIX));
    }

    private static String text(StructType type) {
        Btf btf = type.btf();
        BtfKind kind = btf == null ? BtfKind.STRUCT : btf.kind(type.id());
        return kind.name() + " " + type.name();
    }
}
