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

    private final Terminal terminal;
    private final String what;
    private final FrameSource frames;
    private long count;

    Progress(Terminal terminal, String what, FrameSource frames) {
        this.terminal = terminal;
        this.what = what;
        this.frames = frames;
    }

    @Override
    public @Nullable Frame next() throws IOException {
        Frame frame = frames.next();
        boolean show = frame == null ? count >= STEP : (++count & STEP - 1) == 0;
        if (show && terminal.interactive() == Terminal.Watched.BY_A_PERSON) {
            String line = frame == null ? " ".repeat(78) : String.format(Locale.ROOT, "%s: %,d frames", what, count);
            terminal.err().print("\r" + line + (frame == null ? "\r" : ""));
            terminal.err().flush();
        }
        return frame;
    }
}
