package dev.skep.recording;

import dev.skep.recording.RecordedEvent.Executed;
import dev.skep.recording.RecordedEvent.Stamp;
import dev.skep.report.JsonLines;
import java.io.Writer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/**
 * Writes Skep's own recordings. Nothing of a recording is lost: where the values of a record's fields do not give its
 * bytes again, the bytes are written as well.
 */
public final class EventLinesWriter implements AutoCloseable {
    private final JsonLines lines;
    private final Set<String> described = new HashSet<>();

    /** Begins a recording of a machine with so many CPUs. */
    public EventLinesWriter(Writer target, int cpus) {
        this.lines = new JsonLines(target);
        lines.line(json -> {
            json.writeStringProperty("skep", "events");
            json.writeNumberProperty("version", 1);
            json.writeNumberProperty("cpus", cpus);
        });
    }

    /** Writes an event, and before the first of its kind its format. */
    public void write(RecordedEvent event) {
        if (event instanceof RecordedEvent.Sample sample) {
            TracepointFormat format = sample.kind().format();
            if (format != null && described.add(format.eventName())) {
                lines.line(json -> format(json, format));
            }
        }
        lines.line(json -> {
            stamp(json, event.stamp());
            switch (event) {
                case RecordedEvent.Sample sample -> sample(json, sample);
                case RecordedEvent.Comm comm -> {
                    json.writeObjectPropertyStart("comm");
                    ids(json, comm.pid(), comm.tid());
                    json.writeStringProperty("comm", comm.comm());
                    json.writeBooleanProperty("exec", comm.executed() == Executed.YES);
                    json.writeEndObject();
                }
                case RecordedEvent.Fork fork -> {
                    json.writeObjectPropertyStart("fork");
                    ids(json, fork.pid(), fork.tid());
                    parents(json, fork.parentPid(), fork.parentTid());
                }
                case RecordedEvent.Exit exit -> {
                    json.writeObjectPropertyStart("exit");
                    ids(json, exit.pid(), exit.tid());
                    parents(json, exit.parentPid(), exit.parentTid());
                }
                case RecordedEvent.Mapping mapping -> mapping(json, mapping);
                case RecordedEvent.Group group -> {
                    json.writeObjectPropertyStart("cgroup");
                    json.writeNumberProperty("id", group.id());
                    json.writeStringProperty("path", group.path());
                    json.writeEndObject();
                }
                case RecordedEvent.Present present -> {
                    json.writeName(present.thing().member());
                    JsonLines.value(json, present.members());
                }
                case RecordedEvent.Happening happening -> happening(json, happening);
            }
        });
    }

    private static void stamp(JsonGenerator json, Stamp stamp) {
        json.writeNumberProperty("time", stamp.timeNs());
        json.writeNumberProperty("cpu", stamp.cpu());
        ids(json, stamp.pid(), stamp.tid());
    }

    private static void ids(JsonGenerator json, int pid, int tid) {
        json.writeNumberProperty("pid", pid);
        json.writeNumberProperty("tid", tid);
    }

    private static void parents(JsonGenerator json, int pid, int tid) {
        json.writeNumberProperty("ppid", pid);
        json.writeNumberProperty("ptid", tid);
        json.writeEndObject();
    }

    private static void format(JsonGenerator json, TracepointFormat format) {
        json.writeObjectPropertyStart("format");
        json.writeNumberProperty("id", format.id());
        json.writeStringProperty("system", format.system());
        json.writeStringProperty("name", format.name());
        json.writeArrayPropertyStart("fields");
        for (FormatField field : format.fields()) {
            json.writeStartObject();
            json.writeStringProperty("name", field.name());
            json.writeStringProperty("type", field.type());
            json.writeNumberProperty("offset", field.offset());
            json.writeNumberProperty("size", field.size());
            if (field.signed() == FormatField.Sign.SIGNED) {
                json.writeBooleanProperty("signed", true);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void sample(JsonGenerator json, RecordedEvent.Sample sample) {
        EventKind kind = sample.kind();
        TracepointFormat format = kind.format();
        json.writeStringProperty("event", kind.name());
        if (format == null) {
            json.writeNumberProperty("type", kind.perfType());
            json.writeNumberProperty("config", kind.config());
        }
        if (sample.ip() != 0) {
            json.writeNumberProperty("ip", sample.ip());
        }
        if (sample.address() != 0) {
            json.writeNumberProperty("address", sample.address());
        }
        if (sample.period() != 1) {
            json.writeNumberProperty("period", sample.period());
        }
        if (sample.callChain().length > 0) {
            json.writeArrayPropertyStart("stack");
            for (long address : sample.callChain()) {
                json.writeString("0x" + Long.toHexString(address));
            }
            json.writeEndArray();
        }
        boolean whole = false;
        if (format != null) {
            int tid = sample.stamp().tid();
            Map<String, Object> fields = RecordFields.decode(format, sample.raw(), tid);
            json.writeName("fields");
            JsonLines.value(json, fields);
            whole = Arrays.equals(RecordFields.encode(format, fields, tid), sample.raw());
        }
        if (!whole && sample.raw().length > 0) {
            json.writeStringProperty("raw", HexFormat.of().formatHex(sample.raw()));
        }
    }

    private static void mapping(JsonGenerator json, RecordedEvent.Mapping mapping) {
        json.writeObjectPropertyStart("mmap");
        ids(json, mapping.pid(), mapping.tid());
        json.writeNumberProperty("address", mapping.address());
        json.writeNumberProperty("length", mapping.length());
        json.writeNumberProperty("pageOffset", mapping.pageOffset());
        json.writeNumberProperty("protection", mapping.protection());
        json.writeStringProperty("file", mapping.file());
        json.writeEndObject();
    }

    private static void happening(JsonGenerator json, RecordedEvent.Happening happening) {
        json.writeStringProperty(happening.place().member(), happening.name());
        json.writeName("args");
        JsonLines.value(json, happening.ordered().isEmpty() ? happening.named() : happening.ordered());
        json.writeNumberProperty("returns", happening.returns());
    }

    @Override
    public void close() {
        lines.close();
    }
}
