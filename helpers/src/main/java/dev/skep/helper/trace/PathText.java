package dev.skep.helper.trace;

import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import java.nio.charset.StandardCharsets;

/** The text of a {@code struct path}. Counterpart: {@code d_path()}. */
public final class PathText {
    private PathText() {}

    /**
     * Writes a path to the start of a buffer, with its NUL. The kernel puts it together at the end of the buffer and
     * moves it then, so that it also stands there.
     *
     * @return its length with the NUL, or {@code -ENAMETOOLONG} where it does not fit, {@code -ENOENT} for a path that
     *     leads to nothing
     */
    public static long write(Invocation in, long path, long buffer, long size) {
        String text = in.kernel().tasks().files().pathOf(path);
        if (text == null) {
            return Errno.ENOENT.result();
        }
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
        if (bytes.length > size) {
            return Errno.ENAMETOOLONG.result();
        }
        in.memory().write(buffer + size - bytes.length, bytes);
        in.memory().write(buffer, bytes);
        return bytes.length;
    }
}
