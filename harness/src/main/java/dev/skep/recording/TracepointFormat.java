package dev.skep.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a tracepoint are laid out: what {@code events/SYSTEM/NAME/format} of tracefs says.
 *
 * @param id number of the tracepoint on the machine that recorded
 * @param system {@code sched}
 * @param name {@code sched_switch}
 * @param fields in the order of the file
 */
public record TracepointFormat(int id, String system, String name, List<FormatField> fields) {
    public TracepointFormat {
        fields = List.copyOf(fields);
    }

    /** {@code sched:sched_switch}. */
    public String eventName() {
        return system + ":" + name;
    }

    /** Bytes that every record has: the end of the last field. */
    public int fixedSize() {
        int end = 0;
        for (FormatField field : fields) {
            end = Math.max(end, field.offset() + field.size());
        }
        return end;
    }

    /** The field of this name, or null. */
    public @Nullable FormatField field(String fieldName) {
        for (FormatField field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }
}
