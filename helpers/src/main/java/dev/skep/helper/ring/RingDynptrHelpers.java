package dev.skep.helper.ring;

import static dev.skep.helper.ArgumentFlag.DYNPTR_TYPE_RINGBUF;
import static dev.skep.helper.ArgumentFlag.MEM_UNINIT;
import static dev.skep.helper.ArgumentFlag.MEM_WRITE;
import static dev.skep.helper.ArgumentFlag.OBJ_RELEASE;
import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_DYNPTR;
import static dev.skep.helper.ArgumentType.PTR_TO_FUNC;
import static dev.skep.helper.ArgumentType.PTR_TO_STACK_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Ring buffer records of a size that is known only when the program runs, and records from user space. */
public abstract class RingDynptrHelpers {
    private RingDynptrHelpers() {}

    /** Reserves a record in the ring buffer as a dynptr; it must be submitted or discarded. */
    @Helper(id = 198, families = COMMON)
    abstract long bpf_ringbuf_reserve_dynptr(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap ringbuf,
            @Arg(ANYTHING) long size,
            @Arg(ANYTHING) long flags,
            @Arg(
                            value = PTR_TO_DYNPTR,
                            flags = {DYNPTR_TYPE_RINGBUF, MEM_UNINIT, MEM_WRITE})
                    long ptr);

    /** Hands a record that was reserved as a dynptr to user space. */
    @Helper(id = 199, families = COMMON, returns = ReturnType.VOID)
    abstract long bpf_ringbuf_submit_dynptr(
            Invocation in,
            @Arg(
                            value = PTR_TO_DYNPTR,
                            flags = {DYNPTR_TYPE_RINGBUF, OBJ_RELEASE})
                    long ptr,
            @Arg(ANYTHING) long flags);

    /** Drops a record that was reserved as a dynptr. */
    @Helper(id = 200, families = COMMON, returns = ReturnType.VOID)
    abstract long bpf_ringbuf_discard_dynptr(
            Invocation in,
            @Arg(
                            value = PTR_TO_DYNPTR,
                            flags = {DYNPTR_TYPE_RINGBUF, OBJ_RELEASE})
                    long ptr,
            @Arg(ANYTHING) long flags);

    /** Calls a function for each record that user space has put into the ring buffer. */
    @Helper(id = 209, families = COMMON)
    abstract long bpf_user_ringbuf_drain(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_FUNC) long callbackFn,
            @Arg(PTR_TO_STACK_OR_NULL) long ctx,
            @Arg(ANYTHING) long flags);
}
