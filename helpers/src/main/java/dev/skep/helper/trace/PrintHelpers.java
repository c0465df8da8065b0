package dev.skep.helper.trace;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.DONTCARE;
import static dev.skep.helper.ArgumentType.PTR_TO_CONST_STR;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM_OR_NULL;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.CORE;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;

/** Formatted output: to the trace pipe, to a buffer, of a typed value. */
public final class PrintHelpers {
    private PrintHelpers() {}

    /** Formats up to three values into one line of the trace pipe; gives the bytes written. */
    @Helper(id = 6, families = CORE, needs = Capability.PERFMON, gplOnly = true)
    static long bpf_trace_printk(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long fmt,
            @Arg(CONST_SIZE) long fmtSize,
            @Arg(DONTCARE) long arg3,
            @Arg(DONTCARE) long arg4,
            @Arg(DONTCARE) long arg5) {
        return TraceOutput.print(in, fmt, fmtSize, new long[] {arg3, arg4, arg5});
    }

    /** Formats any number of values into one line of the trace pipe; gives the bytes written. */
    @Helper(id = 177, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    static long bpf_trace_vprintk(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long fmt,
            @Arg(CONST_SIZE) long fmtSize,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long data,
            @Arg(CONST_SIZE_OR_ZERO) long dataLen) {
        int count = TraceOutput.countOf(data, dataLen);
        if (count < 0) {
            return Errno.EINVAL.result();
        }
        return TraceOutput.print(in, fmt, fmtSize, TraceOutput.arguments(in, data, count));
    }

    /** Formats values into a buffer; gives the length that the text has, also when it was cut off. */
    @Helper(id = 165, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    static long bpf_snprintf(
            Invocation in,
            @Arg(PTR_TO_WRITABLE_MEM_OR_NULL) long str,
            @Arg(CONST_SIZE_OR_ZERO) long strSize,
            @Arg(PTR_TO_CONST_STR) long fmt,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long data,
            @Arg(CONST_SIZE_OR_ZERO) long dataLen) {
        int count = TraceOutput.countOf(data, dataLen);
        if (count < 0) {
            return Errno.EINVAL.result();
        }
        long size = strSize & 0xffff_ffffL;
        if (size > Integer.MAX_VALUE) {
            return 1;
        }
        AddressSpace memory = in.memory();
        TextSink sink = new TextSink(size, (index, value) -> memory.writeByte(str + index, value));
        byte[] format = memory.bytes(fmt, TraceOutput.lengthOf(memory, fmt, Integer.MAX_VALUE));
        try {
            return FormattedText.format(in.kernel(), format, TraceOutput.arguments(in, data, count), sink) + 1;
        } catch (FormatRefused refused) {
            return refused.errno().result();
        }
    }

    /** Formats a typed value, as {@code bpftool} shows them, into a buffer. */
    @Helper(id = 149, families = COMMON, needs = Capability.PERFMON)
    static long bpf_snprintf_btf(
            Invocation in,
            @Arg(PTR_TO_WRITABLE_MEM) long str,
            @Arg(CONST_SIZE) long strSize,
            @Arg(PTR_TO_RDONLY_MEM) long ptr,
            @Arg(CONST_SIZE) long btfPtrSize,
            @Arg(ANYTHING) long flags) {
        int type = TypedText.typeOf(in, ptr, btfPtrSize, flags);
        if (type < 0) {
            return type;
        }
        TextSink sink = new TextSink(
                strSize & 0xffff_ffffL, (index, value) -> in.memory().writeByte(str + index, value));
        long error =
                new TypedText(in.kernel(), flags, sink).write(type, in.memory().readLong(ptr));
        sink.terminate();
        return error != 0 ? error : sink.length();
    }
}
