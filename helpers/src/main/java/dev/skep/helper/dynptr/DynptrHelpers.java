package dev.skep.helper.dynptr;

import static dev.skep.helper.ArgumentFlag.DYNPTR_TYPE_LOCAL;
import static dev.skep.helper.ArgumentFlag.MEM_UNINIT;
import static dev.skep.helper.ArgumentFlag.MEM_WRITE;
import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_ALLOC_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_DYNPTR;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_DYNPTR;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;

/** Making, reading and writing dynptrs; the kfuncs on them stand in {@code dev.skep.kfunc}. */
public final class DynptrHelpers {
    private DynptrHelpers() {}

    /** Makes a dynptr over memory of the program. */
    @Helper(id = 197, families = COMMON, needs = Capability.BPF)
    static long bpf_dynptr_from_mem(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long flags,
            @Arg(
                            value = PTR_TO_DYNPTR,
                            flags = {DYNPTR_TYPE_LOCAL, MEM_UNINIT, MEM_WRITE})
                    long ptr) {
        boolean valid = Dynptr.isValidSize(size);
        if (!valid || flags != 0) {
            Dynptr.setNull(in.memory(), ptr);
            return (valid ? Errno.EINVAL : Errno.E2BIG).result();
        }
        Dynptr.init(in.memory(), ptr, data, Dynptr.LOCAL, (int) size);
        return 0;
    }

    /** Copies bytes out of a dynptr. */
    @Helper(id = 201, families = COMMON, needs = Capability.BPF)
    static long bpf_dynptr_read(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE_OR_ZERO) long len,
            @Arg(PTR_TO_RDONLY_DYNPTR) long src,
            @Arg(ANYTHING) long offset,
            @Arg(ANYTHING) long flags) {
        return DynptrMemory.read(in, dst, len, src, offset, flags);
    }

    /** Copies bytes into a dynptr. */
    @Helper(id = 202, families = COMMON, needs = Capability.BPF)
    static long bpf_dynptr_write(
            Invocation in,
            @Arg(PTR_TO_RDONLY_DYNPTR) long dst,
            @Arg(ANYTHING) long offset,
            @Arg(PTR_TO_RDONLY_MEM) long src,
            @Arg(CONST_SIZE_OR_ZERO) long len,
            @Arg(ANYTHING) long flags) {
        return DynptrMemory.write(in, dst, offset, src, len, flags);
    }

    /** The address of a range of a dynptr, NULL when it is out of bounds or cannot be written. */
    @Helper(id = 203, families = COMMON, needs = Capability.BPF, returns = ReturnType.PTR_TO_DYNPTR_MEM_OR_NULL)
    static long bpf_dynptr_data(
            Invocation in,
            @Arg(PTR_TO_RDONLY_DYNPTR) long ptr,
            @Arg(ANYTHING) long offset,
            @Arg(CONST_ALLOC_SIZE_OR_ZERO) long len) {
        int kind = Dynptr.kind(in.memory(), ptr);
        boolean inOnePiece = kind == Dynptr.LOCAL || kind == Dynptr.RINGBUF;
        return inOnePiece ? DynptrMemory.writableSlice(in, ptr, offset, 0, len) : 0;
    }
}
