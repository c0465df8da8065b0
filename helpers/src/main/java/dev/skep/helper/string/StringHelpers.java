package dev.skep.helper.string;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CONST_STR;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_FIXED_SIZE_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;

/** Numbers out of strings, and the comparison of strings. */
public final class StringHelpers {
    private StringHelpers() {}

    /** Reads a signed number at the start of a string; gives the bytes that it took. */
    @Helper(id = 105, families = COMMON)
    static long bpf_strtol(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long buf,
            @Arg(CONST_SIZE) long bufLen,
            @Arg(ANYTHING) long flags,
            @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long res) {
        in.memory().writeLong(res, 0);
        ParsedInteger parsed = ParsedInteger.of(in.memory(), buf, bufLen, flags);
        if (parsed.error() != 0) {
            return parsed.error();
        }
        long value = parsed.isNegative() ? -parsed.magnitude() : parsed.magnitude();
        boolean outOfRange = parsed.isNegative() ? value > 0 : value < 0;
        if (outOfRange) {
            return Errno.ERANGE.result();
        }
        in.memory().writeLong(res, value);
        return parsed.consumed();
    }

    /** Reads an unsigned number at the start of a string; gives the bytes that it took. */
    @Helper(id = 106, families = COMMON)
    static long bpf_strtoul(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long buf,
            @Arg(CONST_SIZE) long bufLen,
            @Arg(ANYTHING) long flags,
            @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long res) {
        in.memory().writeLong(res, 0);
        ParsedInteger parsed = ParsedInteger.of(in.memory(), buf, bufLen, flags);
        if (parsed.error() != 0) {
            return parsed.error();
        }
        if (parsed.isNegative()) {
            return Errno.EINVAL.result();
        }
        in.memory().writeLong(res, parsed.magnitude());
        return parsed.consumed();
    }

    /** Compares a string with a constant one. */
    @Helper(id = 182, families = COMMON)
    static long bpf_strncmp(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long s1,
            @Arg(CONST_SIZE) long s1Sz,
            @Arg(PTR_TO_CONST_STR) long s2) {
        AddressSpace memory = in.memory();
        long count = s1Sz & 0xffff_ffffL;
        for (long i = 0; i < count; i++) {
            int a = memory.readByte(s1 + i) & 0xff;
            int b = memory.readByte(s2 + i) & 0xff;
            if (a != b) {
                return a < b ? -1 : 1;
            }
            if (a == 0) {
                return 0;
            }
        }
        return 0;
    }
}
