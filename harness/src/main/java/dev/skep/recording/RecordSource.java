package dev.skep.recording;

import dev.skep.recording.zstd.MalformedZstdException;
import dev.skep.recording.zstd.ZstdDecoder;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of a file in their order, those inside of compressed records as well. The compressed records of a file
 * are one zstd stream, in which a record may begin in one of them and end in a later one.
 */
final class RecordSource {
    /** The header of a record that says how many of its bytes are data. */
    private static final int SIZED_HEADER = 16;

    private final PerfFile file;
    private final Losses losses;
    private ZstdDecoder decoder = new ZstdDecoder();
    /** Where the compressed record begins that was decompressed last. */
    private long compressedOffset;

    private boolean ended;

    RecordSource(PerfFile file, Losses losses) {
        this.file = file;
        this.losses = losses;
    }

    /** The next record, or null at the end. */
    @Nullable
    RawRecord next() throws IOException {
        while (true) {
            RawRecord inner = fromDecoder();
            if (inner != null) {
                return inner;
            }
            RawRecord entry = ended ? null : fromFile();
            if (entry == null) {
                if (decoder.available() > 0 && !ended) {
                    losses.unreadable("offset " + compressedOffset, "compressed records end within a record");
                }
                ended = true;
                return null;
            }
            switch (entry.type()) {
                case RawRecord.COMPRESSED ->
                    decompress(entry, RawRecord.HEADER_BYTES, entry.size() - RawRecord.HEADER_BYTES);
                case RawRecord.COMPRESSED2 -> sized(entry);
                default -> {
                    return entry;
                }
            }
        }
    }

    /** One that says how many of its bytes are data; without them the stream is broken. */
    private void sized(RawRecord entry) {
        long size = entry.size() < SIZED_HEADER ? -1 : entry.u64(RawRecord.HEADER_BYTES);
        if (size >= 0 && size <= entry.size() - SIZED_HEADER) {
            decompress(entry, SIZED_HEADER, (int) size);
            return;
        }
        ended = true;
        losses.unreadable(
                "offset " + entry.offset(),
                "compressed record of " + entry.size() + " bytes"
                        + (size < 0 && entry.size() < SIZED_HEADER
                                ? ", expected at least " + SIZED_HEADER
                                : " with " + Long.toUnsignedString(size) + " bytes of data")
                        + "; what follows cannot be read");
    }

    private void decompress(RawRecord entry, int from, int count) {
        compressedOffset = entry.offset();
        decoder.feed(entry.bytes(), from, count);
    }

    private @Nullable RawRecord fromDecoder() {
        try {
            if (!has(RawRecord.HEADER_BYTES)) {
                return null;
            }
            int size = decoder.peek(6) | decoder.peek(7) << 8;
            if (size < RawRecord.HEADER_BYTES) {
                throw new MalformedZstdException("it holds a record of size " + size + ", expected at least 8");
            }
            return has(size) ? new RawRecord(decoder.take(size), compressedOffset) : null;
        } catch (MalformedZstdException e) {
            decoder = new ZstdDecoder();
            ended = true;
            losses.unreadable(
                    "offset " + compressedOffset,
                    "compressed record: " + e.getMessage() + "; what follows cannot be read");
            return null;
        }
    }

    /** Whether so many bytes can be had by decompressing what is there. */
    private boolean has(int count) throws MalformedZstdException {
        while (decoder.available() < count) {
            if (!decoder.advance()) {
                return false;
            }
        }
        return true;
    }

    /** The next record as it stands in the file. */
    private @Nullable RawRecord fromFile() throws IOException {
        long offset = file.position();
        byte[] header = file.read(RawRecord.HEADER_BYTES);
        if (header.length == 0) {
            return null;
        }
        if (header.length < RawRecord.HEADER_BYTES) {
            ended = true;
            losses.unreadable(
                    "offset " + offset,
                    "the file ends after " + header.length + " bytes of a record, expected at least 8");
            return null;
        }
        int size = Bytes.u16(header, 6);
        if (size < RawRecord.HEADER_BYTES) {
            ended = true;
            losses.unreadable(
                    "offset " + offset,
                    "record of type " + Integer.toUnsignedString(Bytes.s32(header, 0)) + " with a size of " + size
                            + ", expected at least 8; what follows cannot be read");
            return null;
        }
        byte[] bytes = Arrays.copyOf(header, size);
        int filled = file.fill(bytes, RawRecord.HEADER_BYTES);
        if (filled < size) {
            ended = true;
            losses.unreadable(
                    "offset " + offset, "the file ends after " + filled + " bytes of a record, expected " + size);
            return null;
        }
        return new RawRecord(bytes, offset);
    }

    /** What follows a record and is not counted in its size. */
    byte[] payload(RawRecord entry, long size) throws IOException {
        byte[] bytes = file.read(Math.clamp(size, 0, Integer.MAX_VALUE));
        if (bytes.length != size) {
            ended = true;
            losses.unreadable(
                    "offset " + entry.offset(),
                    "the file ends after " + bytes.length + " bytes of data of a record of type " + entry.type()
                            + ", expected " + Long.toUnsignedString(size));
        }
        return bytes;
    }
}
