package dev.skep.recording;

import dev.skep.recording.RecordedEvent.Executed;
import dev.skep.recording.RecordedEvent.Stamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Skep's own recordings: JSON, an object a line, in the order of their times (harness/EVENTS.md says which). */
final class EventLinesReader implements RecordingReader {
    private final BufferedReader lines;
    private final Losses losses;
    private final Map<String, EventKind> kinds = new HashMap<>();
    private long number;
    private long position;
    private int cpus;

    EventLinesReader(String name, InputStream stream, Strictness strictness) {
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16);
        this.losses = new Losses(name, strictness);
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            position += line.length() + 1L;
            if (line.isBlank()) {
                continue;
            }
            try {
                RecordedEvent event = event(JsonLine.parse(line));
                if (event != null) {
                    return event;
                }
            } catch (IllegalArgumentException e) {
                losses.unreadable("line " + number, String.valueOf(e.getMessage()));
            }
        }
        return null;
    }

    /** The event of a line; null for a line that says something about others. */
    private @Nullable RecordedEvent event(JsonLine line) {
        if (line.has("skep")) {
            header(line);
            return null;
        }
        if (line.has("format")) {
            TracepointFormat format = format(line.object("format"));
            kinds.put(format.eventName(), EventKind.of(format));
            return null;
        }
        Stamp stamp = new Stamp(
                line.number("time", 0), line.number32("cpu", 0), line.number32("pid", -1), line.number32("tid", -1));
        if (line.has("event")) {
            return sample(stamp, line);
        }
        if (line.has("comm")) {
            JsonLine comm = line.object("comm");
            return new RecordedEvent.Comm(
                    stamp,
                    comm.number32("pid", stamp.pid()),
                    comm.number32("tid", stamp.tid()),
                    comm.text("comm", ""),
                    comm.truth("exec") ? Executed.YES : Executed.NO);
        }
        if (line.has("fork")) {
            JsonLine fork = line.object("fork");
            return new RecordedEvent.Fork(
                    stamp,
                    fork.number32("pid", -1),
                    fork.number32("tid", fork.number32("pid", -1)),
                    fork.number32("ppid", stamp.pid()),
                    fork.number32("ptid", stamp.tid()));
        }
        if (line.has("exit")) {
            JsonLine exit = line.object("exit");
            return new RecordedEvent.Exit(
                    stamp,
                    exit.number32("pid", stamp.pid()),
                    exit.number32("tid", stamp.tid()),
                    exit.number32("ppid", -1),
                    exit.number32("ptid", -1));
        }
        if (line.has("mmap")) {
            return mapping(stamp, line.object("mmap"));
        }
        if (line.has("cgroup")) {
            JsonLine group = line.object("cgroup");
            return new RecordedEvent.Group(stamp, group.number("id", 1), group.text("path", "/"));
        }
        for (RecordedEvent.Present.Thing thing : RecordedEvent.Present.Thing.values()) {
            if (line.has(thing.member())) {
                return new RecordedEvent.Present(
                        stamp, thing, line.object(thing.member()).members());
            }
        }
        for (RecordedEvent.Happening.Place place : RecordedEvent.Happening.Place.values()) {
            if (line.has(place.member())) {
                return happening(stamp, place, line);
            }
        }
        throw new IllegalArgumentException(
                "a line that is no event: members " + line.members().keySet());
    }

    private void header(JsonLine line) {
        long version = line.number("version", 1);
        if (!line.text("skep", "").equals("events") || version != 1) {
            throw new IllegalArgumentException(
                    "skep " + line.members().get("skep") + ", version " + version + ", expected events, version 1");
        }
        cpus = line.number32("cpus", 0);
    }

    /** The format that an object describes. */
    static TracepointFormat format(JsonLine format) {
        List<FormatField> fields = format.objects("fields").stream()
                .map(field -> new FormatField(
                        field.text("name", ""),
                        field.text("type", "int"),
                        field.number32("offset", 0),
                        field.number32("size", 4),
                        field.truth("signed") ? FormatField.Sign.SIGNED : FormatField.Sign.UNSIGNED))
                .toList();
        for (FormatField field : fields) {
            if (field.offset() < 0 || field.size() < 0 || field.offset() + (long) field.size() > 1 << 16) {
                throw new IllegalArgumentException("field " + field.name() + " at " + field.offset() + " with "
                        + field.size() + " bytes, expected within 65536");
            }
            boolean located = field.placement() != FormatField.Placement.FIXED;
            boolean oddNumber = field.isCommon() && Long.bitCount(field.size()) != 1;
            if (located && field.size() != 4 || oddNumber || field.isCommon() && field.size() > 8) {
                throw new IllegalArgumentException("field " + field.name() + " of " + field.size() + " bytes");
            }
        }
        return new TracepointFormat(
                format.number32("id", 0), format.text("system", ""), format.text("name", ""), fields);
    }

    private RecordedEvent sample(Stamp stamp, JsonLine line) {
        String name = line.text("event", "");
        EventKind kind = kinds.get(name);
        TracepointFormat format = kind == null ? null : kind.format();
        byte[] raw = line.has("raw") ? HexFormat.of().parseHex(line.text("raw", "")) : new byte[0];
        if (kind == null) {
            if (name.contains(":")) {
                throw new IllegalArgumentException("event " + name + ", whose format no line before it says");
            }
            kind = new EventKind(name, line.number32("type", 1), line.number("config", 0), null);
            kinds.put(name, kind);
        } else if (format != null && !line.has("raw")) {
            Map<String, Object> fields =
                    line.has("fields") ? line.object("fields").members() : Map.of();
            raw = RecordFields.encode(format, fields, stamp.tid());
        }
        if (format != null && raw.length < format.fixedSize()) {
            throw new IllegalArgumentException(
                    "a record of " + raw.length + " bytes for " + name + ", expected at least " + format.fixedSize());
        }
        long[] stack = line.list("stack").stream()
                .mapToLong(address -> address instanceof String text && text.startsWith("0x")
                        ? Long.parseUnsignedLong(text.substring(2), 16)
                        : address instanceof Long value ? value : 0)
                .toArray();
        return new RecordedEvent.Sample(
                stamp, kind, line.number("ip", 0), line.number("address", 0), line.number("period", 1), stack, raw);
    }

    private static RecordedEvent mapping(Stamp stamp, JsonLine mapping) {
        return new RecordedEvent.Mapping(
                stamp,
                mapping.number32("pid", stamp.pid()),
                mapping.number32("tid", stamp.tid()),
                mapping.number("address", 0),
                mapping.number("length", 0),
                mapping.number("pageOffset", 0),
                mapping.number32("protection", 0),
                mapping.text("file", ""));
    }

    private static RecordedEvent happening(Stamp stamp, RecordedEvent.Happening.Place place, JsonLine line) {
        Map<String, Object> named = new LinkedHashMap<>();
        List<?> ordered = List.of();
        if (line.members().get("args") instanceof List<?> list) {
            ordered = list;
        } else if (line.has("args")) {
            named.putAll(line.object("args").members());
        }
        return new RecordedEvent.Happening(
                stamp, place, line.text(place.member(), ""), List.copyOf(ordered), named, line.number("returns", 0));
    }

    @Override
    public int cpus() {
        return cpus;
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public String place() {
        return "line " + number;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
