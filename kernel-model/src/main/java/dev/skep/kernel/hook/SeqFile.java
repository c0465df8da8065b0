package dev.skep.kernel.hook;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.KernelStruct;

/** What iterators write into. Counterpart: {@code struct seq_file}. */
public final class SeqFile {
    /** As much as an iterator may write about one object: {@code PAGE_SIZE << 3}. */
    public static final int BUFFER_BYTES = 4096 << 3;

    private final Kernel kernel;
    private final KernelStruct struct;

    private SeqFile(Kernel kernel, KernelStruct struct) {
        this.kernel = kernel;
        this.struct = struct;
    }

    static SeqFile allocate(Kernel kernel) {
        long buffer = kernel.memory().allocate(BUFFER_BYTES, 8, "text of an iterator");
        KernelStruct struct = kernel.structs()
                .allocate("seq_file", "file of an iterator")
                .put("buf", buffer)
                .put("size", BUFFER_BYTES);
        return new SeqFile(kernel, struct);
    }

    long address() {
        return struct.address();
    }

    /** Nobody reads it any more. */
    void free() {
        kernel.memory().free(struct.get("buf"));
        kernel.structs().free(struct.address());
    }

    /** Takes what was written. */
    byte[] drain() {
        byte[] bytes = kernel.memory().bytes(struct.get("buf"), (int) struct.get("count"));
        struct.put("count", 0);
        return bytes;
    }

    /**
     * {@code seq_write}.
     *
     * @param seqFile address of a {@code struct seq_file}
     * @return 0, or {@code -EOVERFLOW} once there is no room, and then the file is full
     */
    @TruffleBoundary
    public static long write(Kernel kernel, long seqFile, byte[] bytes) {
        KernelStruct file = kernel.structs().at("seq_file", seqFile);
        long count = file.get("count");
        long size = file.get("size");
        if (count + bytes.length >= size) {
            file.put("count", size);
            return Errno.EOVERFLOW.result();
        }
        kernel.memory().write(file.get("buf") + count, bytes);
        file.put("count", count + bytes.length);
        return 0;
    }
}
