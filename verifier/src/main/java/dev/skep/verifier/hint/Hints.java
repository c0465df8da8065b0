package dev.skep.verifier.hint;

import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the hint for a rejection. */
public final class Hints {
    /** Messages stand in the last lines of a log. */
    private static final int LINES_SEARCHED = 8;

    /** Seven digits number every instruction of a program. */
    private static final int LONGEST_NUMBER = 7;

    /** What is no message: instructions, states, source lines, how precision was found, statistics. */
    private static final Pattern PATH = Pattern.compile("^(?!.*infinite loop detected)(?:[0-9]+: |; |from [0-9]+ to | |"
            + "frame[0-9]+: |R[0-9]+[a-z_]*=|mark_precise: |processed [0-9]+ insns |stack depth [0-9]|verification time |"
            + "Func#[0-9]+ \\('.*is safe for|Validating |(?:cur|old) state:)");

    private Hints() {}

    /** The hint for what the log ends with, if its message is known. */
    public static Optional<Hint> of(Verdict.Rejected rejected, ProgramImage program) {
        List<String> messages = messages(rejected.log());
        for (HintFamily family : HintTable.ALL) {
            for (String message : messages) {
                Matcher found = family.message().matcher(message);
                if (found.find()) {
                    return Optional.of(new Hint(
                            message,
                            HintFamily.filled(family.meaning(), found),
                            source(program, instruction(found, rejected)),
                            HintFamily.filled(family.fix(), found)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> messages(String log) {
        List<String> lines = log.lines().toList();
        return lines.subList(Math.max(0, lines.size() - LINES_SEARCHED), lines.size()).stream()
                .filter(line -> !PATH.matcher(line).find())
                .toList();
    }

    private static OptionalInt instruction(Matcher found, Verdict.Rejected rejected) {
        String named = found.namedGroups().containsKey("insn") ? found.group("insn") : null;
        if (named == null || named.length() > LONGEST_NUMBER) {
            return rejected.instruction();
        }
        return OptionalInt.of(Integer.parseInt(named));
    }

    private static @Nullable LineRecord source(ProgramImage program, OptionalInt instruction) {
        LineRecord source = null;
        if (instruction.isPresent()) {
            for (LineRecord line : program.lines()) {
                if (line.slot() <= instruction.getAsInt()) {
                    source = line;
                }
            }
        }
        return source;
    }
}
