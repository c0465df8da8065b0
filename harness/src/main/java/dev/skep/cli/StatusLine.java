package dev.skep.cli;

import dev.skep.report.ValueText;

/** A line that says how far long work is, written over again and again, while a person watches; nothing otherwise. */
final class StatusLine {
    private static final int WIDTH = 78;

    private final Terminal terminal;
    private boolean shown;

    StatusLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Writes this over what was there; cut where it is too long for a line. */
    void show(String text) {
        if (terminal.interactive() == Terminal.Watched.BY_A_PERSON) {
            String printable = ValueText.printable(text);
            String line = printable.substring(0, Math.min(printable.length(), WIDTH));
            print(line + " ".repeat(WIDTH - line.length()));
            shown = true;
        }
    }

    /** Leaves nothing. */
    void wipe() {
        if (shown) {
            print(" ".repeat(WIDTH) + "\r");
            shown = false;
        }
    }

    private void print(String text) {
        terminal.err().print("\r" + text);
        terminal.err().flush();
    }
}
