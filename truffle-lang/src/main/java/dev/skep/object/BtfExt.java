package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The section {@code .BTF.ext}: what stands at which instruction. Slots count from the start of the section here.
 *
 * <pre>
 *   header    magic:2 version:1 flags:1 hdr_len:4 func_off:4 func_len:4 line_off:4 line_len:4 [core_off:4 core_len:4]
 *   each      rec_size:4, then for each section  sec_name_off:4 num:4 records
 *   func      insn_off:4 type_id:4
 *   line      insn_off:4 file_name_off:4 line_off:4 line_col:4  (line in the upper 22 bits)
 *   core      insn_off:4 type_id:4 access_str_off:4 kind:4
 * </pre>
 */
final class BtfExt {
    static final BtfExt NONE = new BtfExt(Map.of(), Map.of(), Map.of());

    private static final int SLOT_BYTES = 8;
    private static final int MAGIC = 0xeb9f;

    private final Map<String, List<FunctionRecord>> functions;
    private final Map<String, List<LineRecord>> lines;
    private final Map<String, List<CoreRelocation>> core;

    private BtfExt(
            Map<String, List<FunctionRecord>> functions,
            Map<String, List<LineRecord>> lines,
            Map<String, List<CoreRelocation>> core) {
        this.functions = functions;
        this.lines = lines;
        this.core = core;
    }

    /** @throws MalformedBtfException if the bytes do not follow the format */
    static BtfExt read(byte[] bytes, Btf btf) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(btf.order());
        if (bytes.length < 24) {
            throw malformed(0, "size " + bytes.length, "at least 24");
        }
        if ((data.getShort(0) & 0xffff) != MAGIC) {
            throw malformed(0, "magic 0x" + Integer.toHexString(data.getShort(0) & 0xffff), "0xeb9f");
        }
        int headerBytes = data.getInt(4);
        if (headerBytes < 24 || headerBytes > bytes.length) {
            throw malformed(4, "header length " + Integer.toUnsignedString(headerBytes), "24.." + bytes.length);
        }
        Map<Integer, String> strings = new HashMap<>();
        ToText text = offset -> strings.computeIfAbsent(offset, btf::string);
        Map<String, List<FunctionRecord>> functions = new HashMap<>();
        Map<String, List<LineRecord>> lines = new HashMap<>();
        Map<String, List<CoreRelocation>> core = new HashMap<>();
        records(
                data,
                8,
                headerBytes,
                8,
                btf,
                (section, at) -> functions
                        .computeIfAbsent(section, key -> new ArrayList<>())
                        .add(new FunctionRecord(slot(data, at), data.getInt(at + 4))));
        records(
                data,
                16,
                headerBytes,
                16,
                btf,
                (section, at) ->
                        lines.computeIfAbsent(section, key -> new ArrayList<>()).add(line(data, at, text)));
        if (headerBytes >= 32) {
            records(
                    data,
                    24,
                    headerBytes,
                    16,
                    btf,
                    (section, at) -> core.computeIfAbsent(section, key -> new ArrayList<>())
                            .add(new CoreRelocation(
                                    slot(data, at),
                                    data.getInt(at + 4),
                                    text.of(data.getInt(at + 8)),
                                    data.getInt(at + 12))));
        }
        functions.values().forEach(list -> list.sort(Comparator.comparingInt(FunctionRecord::slot)));
        lines.values().forEach(list -> list.sort(Comparator.comparingInt(LineRecord::slot)));
        core.values().forEach(list -> list.sort(Comparator.comparingInt(CoreRelocation::slot)));
        return new BtfExt(functions, lines, core);
    }

    private interface ToText {
        String of(int offset);
    }

    private interface RecordVisitor {
        void visit(String section, int at);
    }

    private static LineRecord line(ByteBuffer data, int at, ToText text) {
        int lineAndColumn = data.getInt(at + 12);
        return new LineRecord(
                slot(data, at),
                text.of(data.getInt(at + 4)),
                text.of(data.getInt(at + 8)),
                lineAndColumn >>> 10,
                lineAndColumn & 0x3ff);
    }

    private static int slot(ByteBuffer data, int at) {
        return (data.getInt(at) >>> 1) / (SLOT_BYTES / 2);
    }

    private static void records(
            ByteBuffer data, int field, int headerBytes, int leastBytes, Btf btf, RecordVisitor visitor) {
        long start = headerBytes + Integer.toUnsignedLong(data.getInt(field));
        long end = start + Integer.toUnsignedLong(data.getInt(field + 4));
        if (end > data.limit()) {
            throw malformed(field, "records up to byte " + end, "at most " + data.limit());
        }
        if (start == end) {
            return;
        }
        if (end - start < 4) {
            throw malformed(start, (end - start) + " bytes of records", "at least 4");
        }
        int recordBytes = data.getInt((int) start);
        if (recordBytes < leastBytes || recordBytes > 1 << 16) {
            throw malformed(
                    start,
                    "records of " + Integer.toUnsignedString(recordBytes) + " bytes",
                    leastBytes + ".." + (1 << 16));
        }
        long at = start + 4;
        while (at < end) {
            if (end - at < 8) {
                throw malformed(at, (end - at) + " bytes for a section", "at least 8");
            }
            String section = btf.string(data.getInt((int) at));
            long count = Integer.toUnsignedLong(data.getInt((int) at + 4));
            at += 8;
            if (count > (end - at) / recordBytes) {
                throw malformed(at - 4, count + " records", "at most " + (end - at) / recordBytes);
            }
            for (long i = 0; i < count; i++, at += recordBytes) {
                visitor.visit(section, (int) at);
            }
        }
    }

    private static MalformedBtfException malformed(long at, String found, String expected) {
        return new MalformedBtfException("byte " + at + ": " + found + ", expected " + expected);
    }

    /** Functions that start from slot {@code from} up to, without, {@code to} of a section. */
    List<FunctionRecord> functions(String section, int from, int to) {
        return range(functions.getOrDefault(section, List.of()), FunctionRecord::slot, from, to).stream()
                .map(info -> new FunctionRecord(info.slot() - from, info.typeId()))
                .toList();
    }

    List<LineRecord> lines(String section, int from, int to) {
        return range(lines.getOrDefault(section, List.of()), LineRecord::slot, from, to).stream()
                .map(i -> new LineRecord(i.slot() - from, i.file(), i.text(), i.line(), i.column()))
                .toList();
    }

    List<CoreRelocation> core(String section, int from, int to) {
        return range(core.getOrDefault(section, List.of()), CoreRelocation::slot, from, to).stream()
                .map(c -> new CoreRelocation(c.slot() - from, c.typeId(), c.access(), c.kind()))
                .toList();
    }

    private static <T> List<T> range(List<T> sorted, ToIntFunction<T> slot, int from, int to) {
        return sorted.subList(firstAtLeast(sorted, slot, from), firstAtLeast(sorted, slot, to));
    }

    private static <T> int firstAtLeast(List<T> sorted, ToIntFunction<T> slot, int wanted) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (slot.applyAsInt(sorted.get(middle)) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
