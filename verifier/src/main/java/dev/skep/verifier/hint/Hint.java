package dev.skep.verifier.hint;

import dev.skep.kernel.program.LineRecord;
import org.jspecify.annotations.Nullable;

/**
 * A rejection in plain words.
 *
 * @param message the line of the log that it is about
 * @param meaning what that says about the program
 * @param line of the source that the rejected instruction came from; null when it is not known
 * @param fix what one usually does about it
 */
public record Hint(String message, String meaning, @Nullable LineRecord line, String fix) {
    /** The hint on lines of its own, each ended by a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder("hint: ").append(meaning).append('\n');
        if (line != null) {
            String file = line.file()
                    .substring(
                            Math.max(line.file().lastIndexOf('/'), line.file().lastIndexOf('\\')) + 1);
            text.append("  line: ").append(file).append(':').append(line.line());
            text.append(": ").append(line.text().strip()).append('\n');
        }
        return text.append("  usual fix: ").append(fix).append('\n').toString();
    }
}
