package dev.skep.helper.trace;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.ITERATOR;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** What an iterator writes to the file that reads it. */
public abstract class SeqHelpers {
    private SeqHelpers() {}

    /** Formats values into the iterator's file. */
    @Helper(id = 126, families = ITERATOR, gplOnly = true)
    abstract long bpf_seq_printf(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "seq_file") long m,
            @Arg(PTR_TO_RDONLY_MEM) long fmt,
            @Arg(CONST_SIZE) long fmtSize,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long data,
            @Arg(CONST_SIZE_OR_ZERO) long dataLen);

    /** Writes bytes into the iterator's file. */
    @Helper(id = 127, families = ITERATOR, gplOnly = true)
    abstract long bpf_seq_write(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "seq_file") long m,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long len);

    /** Formats a typed value into the iterator's file. */
    @Helper(id = 150, families = ITERATOR, gplOnly = true)
    abstract long bpf_seq_printf_btf(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "seq_file") long m,
            @Arg(PTR_TO_RDONLY_MEM) long ptr,
            @Arg(CONST_SIZE_OR_ZERO) long ptrSize,
            @Arg(ANYTHING) long flags);
}
