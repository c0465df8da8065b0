package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.ProgramImage;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The function of the kernel whose arguments a program gets as its context; what {@code bpf_check_attach_target()}
 * finds.
 *
 * @param name as messages call it
 * @param skipped parameters that the program does not get: tracepoints have one of their own
 */
record TracedFunction(String name, FuncProto prototype, int skipped) {
    /**
     * Finds what the program attaches to: a tracepoint, a function, {@code struct/member} for struct_ops.
     *
     * @return null when it is of another type, or the kernel's types do not tell
     */
    static @Nullable TracedFunction find(KernelTypes types, ProgramImage program) {
        String target = program.attachTarget();
        return switch (program.type()) {
            case TRACING ->
                switch (program.attachType()) {
                    case TRACE_RAW_TP -> tracepoint(types.btf(), target);
                    case TRACE_ITER -> function(types.btf(), "bpf_iter_" + target);
                    default -> function(types.btf(), target);
                };
            case LSM -> function(types.btf(), "bpf_lsm_" + target);
            case STRUCT_OPS -> member(types.btf(), target);
            default -> null;
        };
    }

    private static @Nullable TracedFunction function(Btf btf, String name) {
        OptionalInt id = btf.find(name, BtfKind.FUNC);
        return id.isPresent()
                        && btf.type(id.getAsInt()) instanceof Func function
                        && btf.type(function.proto()) instanceof FuncProto prototype
                ? new TracedFunction(name, prototype, 0)
                : null;
    }

    private static @Nullable TracedFunction tracepoint(Btf btf, String name) {
        OptionalInt id = btf.find("btf_trace_" + name, BtfKind.TYPEDEF);
        return id.isPresent()
                        && btf.type(id.getAsInt()) instanceof Typedef typedef
                        && btf.type(typedef.target()) instanceof Ptr pointer
                        && btf.type(pointer.target()) instanceof FuncProto prototype
                ? new TracedFunction(name, prototype, 1)
                : null;
    }

    private static @Nullable TracedFunction member(Btf btf, String target) {
        int slash = target.indexOf('/');
        if (slash < 0) {
            return null;
        }
        OptionalInt id = btf.find(target.substring(0, slash), BtfKind.STRUCT);
        if (id.isEmpty() || !(btf.type(id.getAsInt()) instanceof Composite struct)) {
            return null;
        }
        String name = target.substring(slash + 1);
        for (Member member : struct.members()) {
            BtfType type = btf.type(btf.resolve(member.type()));
            if (member.name().equals(name)
                    && type instanceof Ptr pointer
                    && btf.type(btf.resolve(pointer.target())) instanceof FuncProto prototype) {
                return new TracedFunction(name, prototype, 0);
            }
        }
        return null;
    }
}
