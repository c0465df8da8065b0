package dev.skep.cli;

import java.io.PrintWriter;

/**
 * Where a verb writes: results to {@code out}, everything about getting there to {@code err}. Lines end in a line feed
 * on every system, so that outputs compare as files.
 *
 * @param interactive whether a person watches {@code err}, so that progress is worth drawing
 */
record Terminal(PrintWriter out, PrintWriter err, Watched interactive) {
    /** Whether a person watches. */
    enum Watched {
        BY_A_PERSON,
        BY_NOBODY
    }

    void print(String text) {
        out.print(text);
    }

    void line(String text) {
        out.print(text);
        out.print('\n');
    }

    void complain(String text) {
        err.print("skep: " + text + "\n");
        err.flush();
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
