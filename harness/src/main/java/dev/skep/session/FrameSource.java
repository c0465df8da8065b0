package dev.skep.session;

import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where frames come from. */
@FunctionalInterface
public interface FrameSource {
    /** The next frame, or null at the end. */
    @Nullable
    Frame next() throws IOException;

    /** The frames of a capture as they are read. */
    static FrameSource streamed(CaptureReader reader) {
        return reader::next;
    }

    /** All frames of a capture, kept in memory and handed out so many times over. */
    static FrameSource repeated(CaptureReader reader, long times) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
            frames.add(frame);
        }
        Frame[] all = frames.toArray(Frame[]::new);
        return new FrameSource() {
            private long round;
            private int at;

            @Override
            public @Nullable Frame next() {
                if (at == all.length) {
                    at = 0;
                    round++;
                }
                return round >= times || all.length == 0 ? null : all[at++];
            }
        };
    }
}
