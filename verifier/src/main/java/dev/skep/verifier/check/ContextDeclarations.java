package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;

/**
 * Whether an argument of a function is the context that programs of a type get, by the name of the struct; the kernel's
 * {@code btf_is_prog_ctx_type()} and, for arguments that say they are it, {@code btf_validate_prog_ctx_type()}.
 */
record ContextDeclarations(ProgramType type, AttachType attachType) {
    private static final String REGISTERS = "pt_regs";
    private static final String USER_REGISTERS = "bpf_user_pt_regs_t";

    /** Without being told. */
    boolean isContext(Btf btf, Ptr pointer) {
        String wanted = type.contextStruct();
        int id = btf.skipModifiers(pointer.target());
        if (type == ProgramType.KPROBE && btf.name(id).equals(USER_REGISTERS)) {
            return true;
        }
        return !wanted.isEmpty()
                && btf.type(btf.resolve(id)) instanceof Struct struct
                && (struct.name().equals(wanted) || Projections.isOf(wanted, struct.name()));
    }

    /** Why the argument is no context though it says so, behind its number; empty when it may be one. */
    String complaint(Btf btf, Ptr pointer) {
        int id = btf.skipModifiers(pointer.target());
        boolean getsRegisters = type == ProgramType.KPROBE || type == ProgramType.PERF_EVENT;
        if (getsRegisters && btf.name(id).equals(USER_REGISTERS)) {
            return "";
        }
        BtfType target = btf.type(btf.resolve(id));
        if (target instanceof BtfType.VoidType) {
            return "";
        }
        if (target.name().isEmpty()) {
            return " type doesn't have a name";
        }
        if (isExpected(target)) {
            return "";
        }
        String wanted = type.contextStruct();
        if (wanted.isEmpty()) {
            return " should be void pointer";
        }
        boolean isWanted = target instanceof Struct struct && struct.name().equals(wanted);
        return isWanted ? "" : " should be `struct " + wanted + " *`";
    }

    /** What is fine beside the struct of the type. */
    private boolean isExpected(BtfType target) {
        return switch (type) {
            case KPROBE, PERF_EVENT -> isStruct(target, REGISTERS);
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE, LSM, STRUCT_OPS -> isLong(target);
            case TRACING ->
                switch (attachType) {
                    case TRACE_RAW_TP -> isLong(target) || isStruct(target, "bpf_raw_tracepoint_args");
                    case TRACE_ITER ->
                        target instanceof Struct struct && struct.name().startsWith("bpf_iter__");
                    case TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN -> isLong(target);
                    default -> false;
                };
            case TRACEPOINT, SYSCALL, EXT -> true;
            default -> false;
        };
    }

    private static boolean isStruct(BtfType target, String name) {
        return target instanceof Struct struct && struct.name().equals(name);
    }

    private static boolean isLong(BtfType target) {
        return target instanceof BtfType.Int number && number.sizeBytes() == Long.BYTES;
    }
}
