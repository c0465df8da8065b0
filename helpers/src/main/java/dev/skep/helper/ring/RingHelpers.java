package dev.skep.helper.ring;

import static dev.skep.helper.ArgumentFlag.OBJ_RELEASE;
import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_ALLOC_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_RINGBUF_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;

/** Records for user space, reserved and submitted or copied in one go. */
public final class RingHelpers {
    private RingHelpers() {}

    /** Copies a record into the ring buffer. */
    @Helper(id = 130, families = COMMON, inline = true)
    static long bpf_ringbuf_output(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap ringbuf,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long flags) {
        return Rings.of(ringbuf).output(data, size, flags);
    }

    /** Reserves a record in the ring buffer; it must be submitted or discarded. */
    @Helper(id = 131, families = COMMON, returns = ReturnType.PTR_TO_RINGBUF_MEM_OR_NULL, inline = true)
    static long bpf_ringbuf_reserve(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap ringbuf,
            @Arg(CONST_ALLOC_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long flags) {
        return flags == 0 ? Rings.of(ringbuf).reserve(size) : 0;
    }

    /** Hands a reserved record to user space. */
    @Helper(id = 132, families = COMMON, returns = ReturnType.VOID, inline = true)
    static long bpf_ringbuf_submit(
            Invocation in, @Arg(value = PTR_TO_RINGBUF_MEM, flags = OBJ_RELEASE) long data, @Arg(ANYTHING) long flags) {
        Rings.ofRecord(in, data).submit(data, flags);
        return 0;
    }

    /** Drops a reserved record. */
    @Helper(id = 133, families = COMMON, returns = ReturnType.VOID, inline = true)
    static long bpf_ringbuf_discard(
            Invocation in, @Arg(value = PTR_TO_RINGBUF_MEM, flags = OBJ_RELEASE) long data, @Arg(ANYTHING) long flags) {
        Rings.ofRecord(in, data).discard(data, flags);
        return 0;
    }

    /** A figure of the ring buffer: bytes waiting, size, or one of its positions. */
    @Helper(id = 134, families = COMMON, inline = true)
    static long bpf_ringbuf_query(Invocation in, @Arg(CONST_MAP_PTR) BpfMap ringbuf, @Arg(ANYTHING) long flags) {
        return Rings.of(ringbuf).query(flags);
    }
}
