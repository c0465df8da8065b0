package dev.skep.veristat;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column. Verdict and types are numbers with names, so that filters can compare them.
 *
 * <p>The order is that of a CSV file with all columns.
 */
public enum Stat {
    FILE_NAME("File", Kind.KEY, "file_name", "filename", "file"),
    PROG_NAME("Program", Kind.KEY, "prog_name", "progname", "prog"),
    /** 1 for success, 0 for failure. */
    VERDICT("Verdict", Kind.NAMED, "verdict"),
    /** Microseconds that verifying took: the one column that differs from run to run. */
    DURATION("Duration (us)", Kind.NUMBER, "duration", "dur"),
    TOTAL_INSNS("Insns", Kind.NUMBER, "total_insns", "insns"),
    TOTAL_STATES("States", Kind.NUMBER, "total_states", "states"),
    PEAK_STATES("Peak states", Kind.NUMBER, "peak_states"),
    MAX_STATES_PER_INSN("Max states per insn", Kind.NUMBER, "max_states_per_insn"),
    /** 0 since the kernel's 6.18 does not count it any more. */
    MARK_READ_MAX_LEN("Max mark read length", Kind.NUMBER, "max_mark_read_len", "mark_read"),
    /** Slots of the program as it is loaded, with its subprograms. */
    SIZE("Program size", Kind.NUMBER, "prog_size"),
    /** Bytes of machine code; 0 here, as on a kernel without a JIT. */
    JITED_SIZE("Jited size", Kind.NUMBER, "prog_size_jited"),
    PROG_TYPE("Program type", Kind.NAMED, "prog_type"),
    ATTACH_TYPE("Attach type", Kind.NAMED, "attach_type"),
    /** Bytes of stack, the sum over all functions. */
    STACK("Stack depth", Kind.NUMBER, "stack_depth", "stack");

    /** What its values are. */
    private enum Kind {
        KEY,
        NAMED,
        NUMBER
    }

    /** The type of a program whose section says none. */
    private static final String UNSPECIFIED = "unspec";

    private final String heading;
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> names;

    Stat(String heading, Kind kind, String... names) {
        this.heading = heading;
        this.kind = kind;
        this.names = List.of(names);
    }

    String heading() {
        return heading;
    }

    /** As it stands in the first line of a CSV file. */
    public String csvName() {
        return names.getFirst();
    }

    List<String> names() {
        return names;
    }

    /** Whether it says of which program a row is, so that two rows have it in common. */
    boolean isKey() {
        return kind == Kind.KEY;
    }

    boolean isNumber() {
        return kind == Kind.NUMBER;
    }

    /** Names and verdicts come in rising order unless one asks otherwise; of what is counted the most comes first. */
    boolean risesUnasked() {
        return isKey() || this == VERDICT;
    }

    /** A value as it is written. */
    String text(long value) {
        return switch (this) {
            case VERDICT -> value != 0 ? "success" : "failure";
            case PROG_TYPE -> {
                ProgramType type = ProgramType.of((int) value);
                yield value == 0 ? UNSPECIFIED : type == null ? "N/A" : type.displayName();
            }
            case ATTACH_TYPE -> attachType((int) value);
            default -> Long.toString(value);
        };
    }

    /** 0 has the name that the kernel's number 0 has, whatever the program is. */
    private static String attachType(int number) {
        AttachType type = number == 0 ? AttachType.CGROUP_INET_INGRESS : AttachType.of(number);
        return type == null ? "N/A" : type.name().toLowerCase(Locale.ROOT);
    }

    /** What such a text stands for, or null when it is none of this column's. */
    @Nullable
    Long value(String text) {
        return switch (this) {
            case VERDICT ->
                switch (text) {
                    case "success" -> 1L;
                    case "failure" -> 0L;
                    default -> null;
                };
            case PROG_TYPE -> {
                for (ProgramType type : ProgramType.values()) {
                    if (type.displayName().equals(text)) {
                        yield (long) type.id();
                    }
                }
                yield text.equals(UNSPECIFIED) ? 0L : null;
            }
            case ATTACH_TYPE -> {
                for (AttachType type : AttachType.values()) {
                    if (type != AttachType.NONE && attachType(type.number()).equals(text)) {
                        yield (long) type.number();
                    }
                }
                yield null;
            }
            default -> {
                try {
                    yield Long.valueOf(text.strip());
                } catch (NumberFormatException e) {
                    yield null;
                }
            }
        };
    }
}
