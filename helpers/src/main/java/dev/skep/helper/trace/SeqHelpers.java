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
import dev.skep.kernel.Errno;
import dev.skep.kernel.hook.SeqFile;
import dev.skep.kernel.program.Invocation;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** What an iterator writes to the file that reads it. */
public final class SeqHelpers {
    private SeqHelpers() {}

    private static TextSink into(ByteArrayOutputStream text) {
        return new TextSink(SeqFile.BUFFER_BYTES + 1L, (index, value) -> text.write(value));
    }

    /** Formats values into the iterator's file. */
    @Helper(id = 126, families = ITERATOR, gplOnly = true)
    static long bpf_seq_printf(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "seq_file") long m,
            @Arg(PTR_TO_RDONLY_MEM) long fmt,
            @Arg(CONST_SIZE) long fmtSize,
            @Arg(PTR_TO_RDONLY_MEM_OR_NULL) long data,
            @Arg(CONST_SIZE_OR_ZERO) long dataLen) {
        int count = TraceOutput.countOf(data, dataLen);
        int length = TraceOutput.lengthOf(in.memory(), fmt, Math.min(fmtSize & 0xffff_ffffL, Integer.MAX_VALUE));
        if (count < 0 || length < 0) {
            return Errno.EINVAL.result();
        }
        byte[] format = in.memory().bytes(fmt, length);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        TextSink sink = into(text);
        try {
            FormattedText.format(in.kernel(), format, TraceOutput.arguments(in, data, count), sink);
        } catch (FormatRefused refused) {
            return refused.errno().result();
        }
        // a file has no NUL behind its text
        byte[] bytes = Arrays.copyOf(text.toByteArray(), (int) Math.min(sink.length(), text.size()));
        return SeqFile.write(in.kernel(), m, bytes);
    }

    /** Writes bytes into the iterator's file. */
    @Helper(id = 127, families = ITERATOR, gplOnly = true)
    static long bpf_seq_write(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "seq_file") long m,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long len) {
        return SeqFile.write(in.kernel(), m, in.memory().bytes(data, (int) len));
    }

    /** Formats a typed value into the iterator's file. */
    @Helper(id = 150, families = ITERATOR, gplOnly = true)
    static long bpf_seq_printf_btf(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "seq_file") long m,
            @Arg(PTR_TO_RDONLY_MEM) long ptr,
            @Arg(CONST_SIZE_OR_ZERO) long ptrSize,
            @Arg(ANYTHING) long flags) {
        int type = TypedText.typeOf(in, ptr, ptrSize, flags);
        if (type < 0) {
            return type;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long error = new TypedText(in.kernel(), flags, into(text))
                .write(type, in.memory().readLong(ptr));
        SeqFile.write(in.kernel(), m, text.toByteArray());
        return error;
    }
}
