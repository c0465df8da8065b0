package dev.skep.helper.string;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CONST_STR;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_FIXED_SIZE_MEM;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Numbers out of strings, and the comparison of strings. */
public abstract class StringHelpers {
    private StringHelpers() {}

    /** Reads a signed number at the start of a string; gives the bytes that it took. */
    @Helper(id = 105, families = COMMON)
    abstract long bpf_strtol(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long buf,
            @Arg(CONST_SIZE) long bufLen,
            @Arg(ANYTHING) long flags,
            @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long res);

    /** Reads an unsigned number at the start of a string; gives the bytes that it took. */
    @Helper(id = 106, families = COMMON)
    abstract long bpf_strtoul(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long buf,
            @Arg(CONST_SIZE) long bufLen,
            @Arg(ANYTHING) long flags,
            @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long res);

    /** Compares a string with a constant one. */
    @Helper(id = 182, families = COMMON)
    abstract long bpf_strncmp(
            Invocation in, @Arg(PTR_TO_RDONLY_MEM) long s1, @Arg(CONST_SIZE) long s1Sz, @Arg(PTR_TO_CONST_STR) long s2);
}
