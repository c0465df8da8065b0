package dev.skep.verifier.log;

/**
 * What the verifier says, with a bound: when more is said, the beginning is forgotten, as in the kernel's rotating
 * buffer. Positions count all that was ever said.
 */
public final class VerifierLog {
    private static final int LINE_ALIGNMENT = 40;
    private static final int MIN_ALIGNMENT = 8;

    private final LogLevel level;
    private final Path path;
    private final int limit;
    private final StringBuilder text = new StringBuilder();
    private long forgotten;

    /** Whether instructions and states are told where the level asks for them. */
    public enum Path {
        TOLD,
        /** For a walk of which only the verdict matters: what the level tells of the path is left out. */
        UNTOLD
    }

    /** @param limit characters to keep at least */
    public VerifierLog(LogLevel level, Path path, int limit) {
        this.level = level;
        this.path = path;
        this.limit = limit;
    }

    /** Whether instructions and states are shown. */
    public boolean showsPath() {
        return showsFunctions() && path == Path.TOLD;
    }

    /** Whether it is said which functions are safe. */
    public boolean showsFunctions() {
        return level != LogLevel.STATISTICS;
    }

    public boolean showsEverything() {
        return level == LogLevel.EVERYTHING;
    }

    public VerifierLog say(String words) {
        text.append(words);
        bound();
        return this;
    }

    public VerifierLog say(char letter) {
        text.append(letter);
        return this;
    }

    public VerifierLog say(long number) {
        text.append(number);
        return this;
    }

    public VerifierLog line(String words) {
        text.append(words).append('\n');
        bound();
        return this;
    }

    /** Decimal when small, else hexadecimal. */
    VerifierLog unsigned(long number) {
        if (Long.compareUnsigned(number, 0xffff) <= 0) {
            text.append(number);
        } else {
            text.append("0x").append(Long.toHexString(number));
        }
        return this;
    }

    VerifierLog signed(long number) {
        if (number == (short) number) {
            text.append(number);
        } else {
            text.append("0x").append(Long.toHexString(number));
        }
        return this;
    }

    private void bound() {
        if (text.length() > 2L * limit) {
            int excess = text.length() - limit;
            text.delete(0, excess);
            forgotten += excess;
        }
    }

    public long position() {
        return forgotten + text.length();
    }

    /** Takes back what was said after this position. */
    public void reset(long position) {
        if (position < position()) {
            text.setLength((int) Math.max(0, position - forgotten));
            forgotten = Math.min(forgotten, position);
        }
    }

    /** Fills a line that has so many characters up to the column where the state begins. */
    void align(long length) {
        long end = Math.max(length + MIN_ALIGNMENT / 2, LINE_ALIGNMENT);
        end = (end + MIN_ALIGNMENT - 1) / MIN_ALIGNMENT * MIN_ALIGNMENT;
        text.repeat(' ', (int) Math.max(1, end - length - 1)).append(';');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
