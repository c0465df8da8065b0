package dev.skep.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of events of a recording, and how to tell which of them a record belongs to. */
final class EventKinds {
    private final String name;
    private final List<Known> known = new ArrayList<>();
    private final Map<Long, Known> byId = new HashMap<>();
    private Map<Integer, TracepointFormat> formats = Map.of();
    private int idOffset = -1;
    private int idFromEnd = -1;
    private int cpus;
    private long lastId;
    private @Nullable Known last;

    /** An attribute with what was made of it. */
    static final class Known {
        final EventAttribute attribute;
        final SampleLayout layout;
        EventKind kind;
        int fixedSize;

        private Known(EventAttribute attribute) {
            this.attribute = attribute;
            this.layout = new SampleLayout(attribute.sampleType(), attribute.readFormat());
            this.kind = EventKind.of(attribute.type(), attribute.config());
        }

        private void follow(Map<Integer, TracepointFormat> formats) {
            TracepointFormat format = formats.get((int) attribute.config());
            if (attribute.type() == EventKind.TRACEPOINT && format != null) {
                kind = EventKind.of(format);
                fixedSize = format.fixedSize();
            }
        }
    }

    EventKinds(String name) {
        this.name = name;
    }

    MalformedRecordingException malformed(String where, String problem) {
        return new MalformedRecordingException(name, where, problem);
    }

    void add(EventAttribute attribute, List<Long> ids) {
        int offset = SampleLayout.idOffset(attribute.sampleType());
        if (known.isEmpty()) {
            idOffset = offset;
            idFromEnd = SampleLayout.idFromEnd(attribute.sampleType());
        } else if (offset != idOffset) {
            throw malformed(
                    "attribute " + (known.size() + 1),
                    "samples of different events have their ids at " + idOffset + " and at " + offset
                            + ", expected one place");
        }
        Known added = new Known(attribute);
        added.follow(formats);
        known.add(added);
        ids.forEach(id -> byId.put(id, added));
    }

    void machineHas(int count) {
        cpus = count;
    }

    int cpus() {
        return cpus;
    }

    void learn(Map<Integer, TracepointFormat> more) {
        formats = more;
        known.forEach(each -> each.follow(more));
    }

    /** What a sample belongs to; null if nobody knows. */
    @Nullable
    Known ofSample(RawRecord entry) {
        if (known.size() == 1 || idOffset < 0) {
            return known.isEmpty() ? null : known.getFirst();
        }
        return byId(entry.u64(idOffset));
    }

    /** What a record of another type belongs to; null if nobody knows. */
    @Nullable
    Known ofOther(RawRecord entry) {
        if (known.isEmpty()) {
            return null;
        }
        Known first = known.getFirst();
        if (known.size() == 1 || idFromEnd < 0 || !first.attribute.stampsAll()) {
            return first;
        }
        long id = entry.u64(entry.size() - idFromEnd);
        // What perf itself writes about what was there before has no id.
        return id == 0 ? first : byId(id);
    }

    private @Nullable Known byId(long id) {
        if (last == null || id != lastId) {
            lastId = id;
            last = byId.get(id);
        }
        return last;
    }
}
