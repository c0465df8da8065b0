package dev.skep.hostkernel;

import dev.skep.btf.Btf;
import dev.skep.kernel.program.LineRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Line information as {@code BPF_PROG_LOAD} takes it: its texts stand in the strings of the program's BTF, so that they
 * are added there.
 *
 * <pre>
 *   struct btf_header: magic 0, version 2, flags 3, hdr_len 4, type_off 8, type_len 12, str_off 16, str_len 20
 *   struct bpf_line_info: insn_off 0, file_name_off 4, line_off 8, line &lt;&lt; 10 | column 12
 * </pre>
 */
final class LineRecords {
    /** Bytes of a record. */
    static final int BYTES = 16;

    private static final int HEADER_LENGTH = 4;
    private static final int STRINGS_OFFSET = 16;
    private static final int STRINGS_LENGTH = 20;

    private final Btf btf;
    private final byte[] records;

    LineRecords(Btf btf, List<LineRecord> lines) {
        if (lines.isEmpty()) {
            this.btf = btf;
            this.records = new byte[0];
            return;
        }
        byte[] bytes = btf.bytes();
        ByteBuffer header = ByteBuffer.wrap(bytes).order(btf.order());
        int strings = header.getInt(HEADER_LENGTH) + header.getInt(STRINGS_OFFSET);
        int length = header.getInt(STRINGS_LENGTH);
        Map<String, Integer> offsets = new LinkedHashMap<>();
        ByteArrayOutputStream added = new ByteArrayOutputStream();
        ByteBuffer result = ProgramLoad.records(lines.size() * BYTES);
        for (LineRecord line : lines) {
            result.putInt(line.slot())
                    .putInt(offset(line.file(), length, offsets, added))
                    .putInt(offset(line.text(), length, offsets, added))
                    .putInt(line.line() << 10 | line.column());
        }
        byte[] longer = Arrays.copyOf(Arrays.copyOf(bytes, strings + length), strings + length + added.size());
        System.arraycopy(added.toByteArray(), 0, longer, strings + length, added.size());
        ByteBuffer.wrap(longer).order(btf.order()).putInt(STRINGS_LENGTH, length + added.size());
        this.btf = Btf.read(longer);
        this.records = result.array();
    }

    private static int offset(String text, int start, Map<String, Integer> offsets, ByteArrayOutputStream added) {
        return offsets.computeIfAbsent(text, fresh -> {
            int offset = start + added.size();
            added.writeBytes(fresh.getBytes(StandardCharsets.UTF_8));
            added.write(0);
            return offset;
        });
    }

    /** The types, with the texts of the lines among their strings. */
    Btf btf() {
        return btf;
    }

    byte[] records() {
        return records;
    }
}
