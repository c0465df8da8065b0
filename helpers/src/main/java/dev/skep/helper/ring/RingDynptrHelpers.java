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
import dev.skep.helper.dynptr.Dynptr;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.RingBuffer;
import dev.skep.kernel.map.UserRingBuffer;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;

/** Ring buffer records of a size that is known only when the program runs, and records from user space. */
public final class RingDynptrHelpers {
    private RingDynptrHelpers() {}

    /** Reserves a record in the ring buffer as a dynptr; it must be submitted or discarded. */
    @Helper(id = 198, families = COMMON, needs = Capability.BPF)
    static long bpf_ringbuf_reserve_dynptr(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap ringbuf,
            @Arg(ANYTHING) long size,
            @Arg(ANYTHING) long flags,
            @Arg(
                            value = PTR_TO_DYNPTR,
                            flags = {DYNPTR_TYPE_RINGBUF, MEM_UNINIT, MEM_WRITE})
                    long ptr) {
        AddressSpace memory = in.memory();
        Dynptr.setNull(memory, ptr);
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (!Dynptr.isValidSize(size)) {
            return Errno.E2BIG.result();
        }
        long record = Rings.of(ringbuf).reserve(size & 0xffff_ffffL);
        if (record == 0) {
            return Errno.EINVAL.result();
        }
        Dynptr.init(memory, ptr, record, Dynptr.RINGBUF, (int) size);
        return 0;
    }

    /** Hands a record that was reserved as a dynptr to user space. */
    @Helper(id = 199, families = COMMON, needs = Capability.BPF, returns = ReturnType.VOID)
    static long bpf_ringbuf_submit_dynptr(
            Invocation in,
            @Arg(
                            value = PTR_TO_DYNPTR,
                            flags = {DYNPTR_TYPE_RINGBUF, OBJ_RELEASE})
                    long ptr,
            @Arg(ANYTHING) long flags) {
        long record = Dynptr.data(in.memory(), ptr);
        if (record != 0) {
            Rings.ofRecord(in, record).submit(record, flags);
            Dynptr.setNull(in.memory(), ptr);
        }
        return 0;
    }

    /** Drops a record that was reserved as a dynptr. */
    @Helper(id = 200, families = COMMON, needs = Capability.BPF, returns = ReturnType.VOID)
    static long bpf_ringbuf_discard_dynptr(
            Invocation in,
            @Arg(
                            value = PTR_TO_DYNPTR,
                            flags = {DYNPTR_TYPE_RINGBUF, OBJ_RELEASE})
                    long ptr,
            @Arg(ANYTHING) long flags) {
        long record = Dynptr.data(in.memory(), ptr);
        if (record != 0) {
            Rings.ofRecord(in, record).discard(record, flags);
            Dynptr.setNull(in.memory(), ptr);
        }
        return 0;
    }

    /** Calls a function for each record that user space has put into the ring buffer. */
    @Helper(id = 209, families = COMMON, needs = Capability.BPF)
    static long bpf_user_ringbuf_drain(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(PTR_TO_FUNC) long callbackFn,
            @Arg(PTR_TO_STACK_OR_NULL) long ctx,
            @Arg(ANYTHING) long flags) {
        if ((flags & ~(RingBuffer.NO_WAKEUP | RingBuffer.FORCE_WAKEUP)) != 0) {
            return Errno.EINVAL.result();
        }
        UserRingBuffer ring = Rings.ofUser(map);
        if (!ring.begin()) {
            return Errno.EBUSY.result();
        }
        long dynptr = in.memory().allocate(Dynptr.BYTES, 8, "dynptr of a user ring buffer's sample");
        try {
            return drain(in, ring, dynptr, callbackFn, ctx);
        } finally {
            in.memory().free(dynptr);
            ring.end();
        }
    }

    private static long drain(Invocation in, UserRingBuffer ring, long dynptr, long callback, long context) {
        long seen = 0;
        long stop = 0;
        for (int taken = 0; taken < UserRingBuffer.MOST_SAMPLES && stop == 0; taken++) {
            int error = ring.peek();
            if (error == Errno.ENODATA.result()) {
                break;
            }
            if (error == Errno.EAGAIN.result()) {
                continue;
            }
            if (error != 0) {
                return error;
            }
            Dynptr.init(in.memory(), dynptr, ring.sample(), Dynptr.LOCAL, ring.sampleSize());
            stop = in.call(callback, dynptr, context, 0, 0, 0);
            ring.release();
            seen++;
        }
        return seen;
    }
}
