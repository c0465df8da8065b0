package dev.skep.verifier.explore;

import dev.skep.btf.Btf;
import dev.skep.helper.KfuncPrototype;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.ReturnRange;
import dev.skep.verifier.check.AccessRules;
import dev.skep.verifier.log.SourceLines;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is verified, as {@code BPF_PROG_LOAD} gets it.
 *
 * @param maps by the index that stands in the immediate of a two-slot load
 * @param gpl whether the licence is one that may call GPL-only helpers
 * @param btf the program's types
 * @param types those of the kernel; null when nobody gave them
 * @param functions in the order of their instructions; empty when nothing is said about them
 * @param context which bytes of the context may be touched
 * @param sockets the same for the structs that sockets look like
 * @param helpers the helpers that such a program may call
 * @param result what becomes of R0
 * @param returns what R0 may be at the end, where it is checked
 * @param entry what the first function is entered as
 * @param cpus processors of the machine
 */
public record Subject(
        ProgramType type,
        AttachType attachType,
        Bytecode code,
        List<MapView> maps,
        boolean gpl,
        boolean sleepable,
        @Nullable Btf btf,
        @Nullable KernelTypes types,
        List<Function> functions,
        List<SourceLines.Line> lines,
        AccessRules context,
        Map<RegisterKind, AccessRules> sockets,
        HelperPrototypes helpers,
        Kfuncs kfuncs,
        Result result,
        ReturnRange returns,
        Entry entry,
        int cpus) {

    /** What the first function is entered as. */
    public enum Entry {
        /** With the context in R1. */
        PROGRAM,
        /** With the arguments that it declares: it replaces a function of another program. */
        FUNCTION
    }

    /** What becomes of R0 at the end of the program. */
    public enum Result {
        CHECKED,
        /** The function that the program stands for returns nothing. */
        IGNORED
    }

    /** Kernel functions by their BTF ids. */
    public interface Kfuncs {
        String name(int btfId);

        /** The function, or null when such a program may not call it. */
        @Nullable
        KfuncPrototype find(int btfId);
    }

    /** The kernel's BTF; null when nobody gave it. */
    public @Nullable Btf kernelTypes() {
        return types == null ? null : types.btf();
    }

    /**
     * Whether programs read the context itself, and not what the kernel puts in its place, so that helpers can be given
     * bytes of it too; where the kernel has no {@code convert_ctx_access()}.
     */
    public boolean contextIsMemory() {
        return switch (type) {
            case KPROBE,
                    TRACEPOINT,
                    RAW_TRACEPOINT,
                    RAW_TRACEPOINT_WRITABLE,
                    TRACING,
                    LSM,
                    STRUCT_OPS,
                    CGROUP_DEVICE,
                    LIRC_MODE2,
                    NETFILTER,
                    SYSCALL -> true;
            default -> false;
        };
    }

    /** The name of a kernel function. */
    public String kfuncName(int btfId) {
        return kfuncs.name(btfId);
    }

    /**
     * What is said about a function.
     *
     * @param instruction its first
     * @param typeId of its declaration
     */
    public record Function(int instruction, int typeId) {}
}
