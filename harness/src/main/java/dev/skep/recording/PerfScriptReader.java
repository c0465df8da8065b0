package dev.skep.recording;

import dev.skep.recording.RecordedEvent.Executed;
import dev.skep.recording.RecordedEvent.Stamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text that {@code perf script} prints of tracepoints, for a few common ones whose formats are known here: a
 * convenience where the recording itself is gone. What the text does not tell is zero; times are microseconds, unless
 * it was printed with {@code --ns}.
 *
 * <pre>
 *   sh 21250 [001]  1814.638804: syscalls:sys_enter_openat: dfd: 0xffffff9c, filename: 0x7fcc9728c0b1, ...
 * </pre>
 */
final class PerfScriptReader implements RecordingReader {
    private static final Pattern LINE = Pattern.compile("\\s*(?<comm>.*?)\\s+(?<pid>\\d+)(?:/(?<tid>\\d+))?\\s+"
            + "\\[(?<cpu>\\d+)\\]\\s+(?:\\S+\\s+)?(?<seconds>\\d{1,9})\\.(?<fraction>\\d{6}|\\d{9}):\\s+(?:\\d+\\s+)?"
            + "(?<event>[\\w-]+:[\\w-]+):\\s*(?<text>.*)");
    private static final Pattern CALL_ARGUMENT = Pattern.compile("(\\w+): (0x[0-9a-f]{1,16})");
    /** The letters of {@code prev_state}, from the lowest bit. */
    private static final String STATES = "SDTtXZPI";

    private static final long PREEMPTED = 0x100;

    private final BufferedReader lines;
    private final Losses losses;
    private final Map<String, EventKind> kinds = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final ArrayDeque<RecordedEvent> ready = new ArrayDeque<>();
    private long number;
    private long position;

    PerfScriptReader(String name, InputStream stream, Strictness strictness) throws IOException {
        this.lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1 << 16);
        this.losses = new Losses(name, strictness);
        try (InputStream known = PerfScriptReader.class.getResourceAsStream("formats.jsonl")) {
            if (known == null) {
                throw new IllegalStateException("resource formats.jsonl is missing");
            }
            new String(known.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                EventKind kind = EventKind.of(
                        EventLinesReader.format(JsonLine.parse(line).object("format")));
                kinds.put(kind.name(), kind);
            });
        }
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        while (ready.isEmpty()) {
            String line = lines.readLine();
            if (line == null) {
                return null;
            }
            number++;
            position += line.length() + 1L;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    read(line);
                } catch (IllegalArgumentException e) {
                    losses.unreadable("line " + number, String.valueOf(e.getMessage()));
                }
            }
        }
        return ready.remove();
    }

    private void read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "neither perf.data, nor JSON, nor a line of perf script with task, CPU," + " time and tracepoint");
        }
        EventKind kind = kinds.get(matcher.group("event"));
        TracepointFormat format = kind == null ? null : kind.format();
        if (kind == null || format == null) {
            throw new IllegalArgumentException(
                    "tracepoint " + matcher.group("event") + ", whose format is not known here, expected one of "
                            + kinds.keySet().stream().sorted().toList());
        }
        int pid = Integer.parseInt(matcher.group("pid"));
        int tid = matcher.group("tid") == null ? pid : Integer.parseInt(matcher.group("tid"));
        String fraction = matcher.group("fraction");
        long nanos = Long.parseLong(fraction) * (fraction.length() == 6 ? 1000 : 1);
        Stamp stamp = new Stamp(
                Long.parseLong(matcher.group("seconds")) * 1_000_000_000L + nanos,
                Integer.parseInt(matcher.group("cpu")),
                pid,
                tid);
        String comm = matcher.group("comm");
        if (tid != 0 && !comm.equals(names.put(tid, comm))) {
            ready.add(new RecordedEvent.Comm(stamp, pid, tid, comm, Executed.NO));
        }
        Map<String, Object> fields = format.system().equals("syscalls")
                ? call(format, matcher.group("text"))
                : pairs(format, matcher.group("text"));
        byte[] raw = RecordFields.encode(format, fields, tid);
        ready.add(new RecordedEvent.Sample(stamp, kind, 0, 0, 1, new long[0], raw));
    }

    private static Map<String, Object> call(TracepointFormat format, String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (format.field("ret") != null) {
            fields.put("ret", text.strip());
            return fields;
        }
        Matcher matcher = CALL_ARGUMENT.matcher(text);
        while (matcher.find()) {
            if (format.field(matcher.group(1)) != null) {
                fields.put(matcher.group(1), matcher.group(2));
            }
        }
        return fields;
    }

    /** Values after {@code name=}; each goes on until the next name. */
    private static Map<String, Object> pairs(TracepointFormat format, String text) {
        List<FormatField> found = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (FormatField field : format.fields()) {
            int at = (" " + text).indexOf(" " + printed(field) + "=");
            if (at >= 0) {
                int place = 0;
                while (place < starts.size() && starts.get(place) < at) {
                    place++;
                }
                starts.add(place, at);
                found.add(place, field);
            }
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            FormatField field = found.get(i);
            int end = i + 1 < found.size() ? starts.get(i + 1) - 1 : text.length();
            String value = text.substring(starts.get(i) + printed(field).length() + 1, end)
                    .replace(" ==>", "")
                    .strip();
            fields.put(field.name(), value(field, value));
        }
        return fields;
    }

    /** The name that a value is printed with: a fork prints its parent's without saying whose they are. */
    private static String printed(FormatField field) {
        return field.name().replaceFirst("^parent_", "");
    }

    private static Object value(FormatField field, String text) {
        if (field.isText()) {
            return text;
        }
        if (field.name().equals("prev_state")) {
            long state = text.endsWith("+") ? PREEMPTED : 0;
            for (int i = 0; i < STATES.length(); i++) {
                state |= text.indexOf(STATES.charAt(i)) >= 0 ? 1L << i : 0;
            }
            return state;
        }
        if (text.toLowerCase(Locale.ROOT).equals("true")) {
            return 1L;
        }
        return text.startsWith("0x") ? text : (Object) (text.equals("false") ? 0L : Long.parseLong(text));
    }

    @Override
    public int cpus() {
        return 0;
    }

    @Override
    public Losses losses() {
        return losses;
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
