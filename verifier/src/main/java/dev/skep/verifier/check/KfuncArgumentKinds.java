package dev.skep.verifier.check;

import dev.skep.helper.CType;
import dev.skep.helper.KfuncFlag;
import dev.skep.helper.KfuncPrototype;
import dev.skep.helper.KfuncPrototype.Parameter;
import dev.skep.helper.KfuncPrototype.Suffix;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what a pointer argument of a kfunc is, by its type and name; the kernel's {@code get_kfunc_ptr_arg_type()}. */
final class KfuncArgumentKinds {
    private static final String ITERATOR_SUFFIX = "__iter";

    private static final Map<String, KfuncArgumentKind> BY_STRUCT = Map.of(
            "bpf_list_head", KfuncArgumentKind.LIST_HEAD,
            "bpf_list_node", KfuncArgumentKind.LIST_NODE,
            "bpf_rb_root", KfuncArgumentKind.TREE_ROOT,
            "bpf_rb_node", KfuncArgumentKind.TREE_NODE);
    private static final Map<String, KfuncArgumentKind> BY_STRUCT_AFTER_SUFFIXES = Map.of(
            "bpf_wq", KfuncArgumentKind.WORKQUEUE,
            "bpf_task_work", KfuncArgumentKind.TASK_WORK,
            "bpf_res_spin_lock", KfuncArgumentKind.RESILIENT_LOCK);

    private final Verification verification;
    private final ScalarStructs scalars;

    KfuncArgumentKinds(Verification verification) {
        this.verification = verification;
        this.scalars = new ScalarStructs(verification);
    }

    KfuncArgumentKind of(KfuncPrototype prototype, int index) {
        Parameter parameter = prototype.parameters().get(index);
        CType type = parameter.type();
        RegisterState register = verification.register(index + 1);
        boolean sized = hasSize(prototype, index);
        if (prototype.name().equals(KfuncNames.CAST_TO_KERNEL_CONTEXT) || isContext(type)) {
            return KfuncArgumentKind.CONTEXT;
        }
        if (parameter.has(Suffix.NULLABLE) && register.isNull() && !sized) {
            return KfuncArgumentKind.NULL;
        }
        if (parameter.has(Suffix.ALLOC)) {
            return KfuncArgumentKind.ALLOCATED_OBJECT;
        }
        if (parameter.has(Suffix.REFCOUNTED_KPTR)) {
            return KfuncArgumentKind.REFCOUNTED_OBJECT;
        }
        if (isStruct(type, "bpf_dynptr")) {
            return KfuncArgumentKind.DYNPTR;
        }
        if (isIterator(prototype, index)) {
            return KfuncArgumentKind.ITERATOR;
        }
        KfuncArgumentKind named = named(BY_STRUCT, type);
        if (named != null) {
            return named;
        }
        if (parameter.has(Suffix.STR)) {
            return KfuncArgumentKind.CONSTANT_STRING;
        }
        if (parameter.has(Suffix.MAP)) {
            return KfuncArgumentKind.MAP;
        }
        named = named(BY_STRUCT_AFTER_SUFFIXES, type);
        if (named != null) {
            return named;
        }
        if (parameter.has(Suffix.IRQ_FLAG)) {
            return KfuncArgumentKind.IRQ_FLAG;
        }
        return byRegister(prototype, index, type, register, sized);
    }

    private KfuncArgumentKind byRegister(
            KfuncPrototype prototype, int index, CType type, RegisterState register, boolean sized) {
        if (register.kind() == RegisterKind.BTF_ID || standsForStruct(register.kind())) {
            if (!isComposite(type)) {
                throw verification.reject(
                        Errno.EINVAL,
                        "kernel function " + prototype.name() + " args#" + index + " pointer type " + typeText(type)
                                + " is not supported");
            }
            return KfuncArgumentKind.STRUCT;
        }
        if (type.kind() == CType.Kind.FUNCTION) {
            return KfuncArgumentKind.CALLBACK;
        }
        boolean isMemory =
                (type.pointers() == 1 && (type.kind() == CType.Kind.SCALAR || type.kind() == CType.Kind.ENUM))
                        || (isComposite(type) && scalars.isMadeOfScalars(type.name()))
                        || (sized && type.kind() == CType.Kind.VOID);
        if (!isMemory) {
            throw verification.reject(
                    Errno.EINVAL,
                    "arg#" + index + " pointer type " + typeText(type) + " must point to " + (sized ? "void, " : "")
                            + "scalar, or struct with scalar");
        }
        return sized ? KfuncArgumentKind.SIZED_MEMORY : KfuncArgumentKind.MEMORY;
    }

    private static @Nullable KfuncArgumentKind named(Map<String, KfuncArgumentKind> kinds, CType type) {
        return isComposite(type) ? kinds.get(type.name()) : null;
    }

    private static boolean isComposite(CType type) {
        return type.pointers() == 1 && (type.kind() == CType.Kind.STRUCT || type.kind() == CType.Kind.UNION);
    }

    private static boolean isStruct(CType type, String name) {
        return isComposite(type) && type.name().equals(name);
    }

    /** Whether the argument behind it is the number of bytes that it points to. */
    private boolean hasSize(KfuncPrototype prototype, int index) {
        if (index + 1 >= prototype.parameters().size()) {
            return false;
        }
        Parameter next = prototype.parameters().get(index + 1);
        return next.type().isScalar()
                && verification.register(index + 2).isScalar()
                && (next.has(Suffix.SZ) || next.has(Suffix.SZK));
    }

    private static boolean isIterator(KfuncPrototype prototype, int index) {
        boolean ofIterator = prototype.has(KfuncFlag.ITER_NEW)
                || prototype.has(KfuncFlag.ITER_NEXT)
                || prototype.has(KfuncFlag.ITER_DESTROY);
        return ofIterator
                ? index == 0
                : prototype.parameters().get(index).name().endsWith(ITERATOR_SUFFIX);
    }

    /** Whether it is what programs of this type get, as they see it or as the kernel does. */
    private boolean isContext(CType type) {
        String context = verification.subject.type().contextStruct();
        return !context.isEmpty()
                && isComposite(type)
                && (type.name().equals(context) || Projections.isOf(context, type.name()));
    }

    /** Pointers that are no BTF pointers, but that kfuncs take for some. */
    static boolean standsForStruct(RegisterKind kind) {
        return switch (kind) {
            case SOCKET, SOCK_COMMON, TCP_SOCK, MAP_PTR -> true;
            default -> false;
        };
    }

    /** {@code STRUCT sk_buff}, as the kernel calls the kind of a type and the type. */
    static String typeText(CType type) {
        if (type.pointers() > 1) {
            return "PTR ";
        }
        return switch (type.kind()) {
            case VOID -> "UNKNOWN ";
            case SCALAR -> "INT " + ScalarStructs.plainName(type.name());
            case ENUM -> "ENUM " + type.name();
            case STRUCT -> "STRUCT " + type.name();
            case UNION -> "UNION " + type.name();
            case FUNCTION -> "FUNC_PROTO ";
        };
    }
}
