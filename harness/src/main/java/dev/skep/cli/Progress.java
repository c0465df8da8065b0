package dev.skep.cli;

import dev.skep.packet.Frame;
import dev.skep.session.FrameSource;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Counts frames on their way, and shows the count now and then while a person watches. */
final class Progress implements FrameSource {
    /** Every so many frames; a power of two. */
    private static final long STEP = 1 << 18;

    private final StatusLine status;
    private final String what;
    private final FrameSource frames;
    private long count;

    Progress(Terminal terminal, String what, FrameSource frames) {
        this.status = new StatusLine(terminal);
        this.what = what;
        this.frames = frames;
    }

    @Override
    public @Nullable Frame next() throws IOException {
        Frame frame = frames.next();
        if (frame == null) {
            status.wipe();
        } else if ((++count & STEP - 1) == 0) {
            status.show(String.format(Locale.ROOT, "%s: %,d frames", what, count));
        }
        return frame;
    }
}
