package dev.skep.helper.ring;

import com.oracle.truffle.api.CompilerDirectives;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.RingBuffer;
import dev.skep.kernel.map.UserRingBuffer;
import dev.skep.kernel.program.Invocation;

/** The ring buffer behind an argument. Where the verifier was not asked, it may be something else. */
final class Rings {
    private Rings() {}

    static RingBuffer of(BpfMap map) {
        if (map instanceof RingBuffer ring) {
            return ring;
        }
        throw wrongMap(map, "RINGBUF");
    }

    static UserRingBuffer ofUser(BpfMap map) {
        if (map instanceof UserRingBuffer ring) {
            return ring;
        }
        throw wrongMap(map, "USER_RINGBUF");
    }

    /** The ring buffer that a record was reserved in. */
    static RingBuffer ofRecord(Invocation in, long record) {
        RingBuffer ring = RingBuffer.ofRecord(in.kernel(), record);
        if (ring == null) {
            CompilerDirectives.transferToInterpreter();
            throw new KernelOops("no ring buffer record begins at " + Long.toHexString(record));
        }
        return ring;
    }

    private static KernelOops wrongMap(BpfMap map, String expected) {
        CompilerDirectives.transferToInterpreter();
        return new KernelOops("map " + map.name() + " is a " + map.type() + ", expected a " + expected);
    }
}
