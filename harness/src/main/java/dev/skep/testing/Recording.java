package dev.skep.testing;

import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Recorded packets (pcap, pcapng) or events (perf.data, JSON lines, the text of perf script), held in memory. */
public final class Recording {
    private static final int MAGIC_BYTES = 4;
    private static final Set<Long> CAPTURES = Set.of(0xa1b2c3d4L, 0xd4c3b2a1L, 0xa1b23c4dL, 0x4d3cb2a1L, 0x0a0d0d0aL);

    private final String name;
    private final List<Frame> frames;
    private final List<RecordedEvent> events;

    private Recording(String name, List<Frame> frames, List<RecordedEvent> events) {
        this.name = name;
        this.frames = List.copyOf(frames);
        this.events = List.copyOf(events);
    }

    /**
     * Reads a recording to its end. What it is, its first bytes tell.
     *
     * @param name what messages call it
     * @throws dev.skep.packet.MalformedCaptureException if it is a broken capture
     * @throws dev.skep.recording.MalformedRecordingException if it is broken, or none at all
     */
    public static Recording read(String name, InputStream stream) throws IOException {
        byte[] bytes;
        try (stream) {
            bytes = stream.readAllBytes();
        }
        long magic = LittleEndian.number(Arrays.copyOf(bytes, MAGIC_BYTES));
        return CAPTURES.contains(magic) ? capture(name, bytes) : events(name, bytes);
    }

    private static Recording capture(String name, byte[] bytes) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(name, new ByteArrayInputStream(bytes))) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return new Recording(name, frames, List.of());
    }

    private static Recording events(String name, byte[] bytes) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        try (RecordingReader reader = Recordings.open(name, bytes, Strictness.STRICT)) {
            for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return new Recording(name, List.of(), events);
    }

    public String name() {
        return name;
    }

    /** The frames of a capture; empty for a recording of events. */
    public List<Frame> frames() {
        return frames;
    }

    /** The events in the order of time; empty for a capture. */
    public List<RecordedEvent> events() {
        return events;
    }

    /** Runs a program on each frame of a capture. */
    public List<PacketResult> through(Program program) {
        return frames.stream().map(program::run).toList();
    }

    @Override
    public String toString() {
        return name + " (" + (events.isEmpty() ? frames.size() + " frames)" : events.size() + " events)");
    }
}
