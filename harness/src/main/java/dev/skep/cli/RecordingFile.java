package dev.skep.cli;

import dev.skep.recording.Losses;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import java.io.IOException;
import java.nio.file.Path;

/** Recordings as they are named on the command line. */
final class RecordingFile {
    private RecordingFile() {}

    static boolean isPipe(Path file) {
        return file.toString().equals("-");
    }

    /** Opens a recording by its name, or the one that comes through standard input. */
    static RecordingReader open(Path file, Strictness strictness) throws IOException {
        return isPipe(file) ? Recordings.open("-", System.in, strictness) : Recordings.open(file, strictness);
    }

    /** Says what of a recording could not be read, and what its recorder lost. */
    static void complain(Terminal terminal, Path file, Losses losses) {
        losses.messages().forEach(message -> terminal.complain(file.getFileName() + ": " + message));
        long more = losses.unreadable() - losses.messages().size();
        if (more > 0) {
            terminal.complain(file.getFileName() + ": " + more + " more things could not be read");
        }
        if (losses.lostByRecorder() > 0) {
            terminal.complain(file.getFileName() + ": the recorder itself lost " + losses.lostByRecorder() + " events");
        }
    }
}
