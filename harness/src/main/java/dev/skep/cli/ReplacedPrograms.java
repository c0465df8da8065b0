package dev.skep.cli;

import dev.skep.btf.BtfType.Func;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.session.ObjectVerification;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of an object whose functions others may replace: those that are accepted, since they must run. */
final class ReplacedPrograms {
    private final Path object;
    private final List<ProgramImage> accepted;

    private ReplacedPrograms(Path object, List<ProgramImage> accepted) {
        this.object = object;
        this.accepted = accepted;
    }

    static ReplacedPrograms read(Path file, KernelConfig machine) throws IOException {
        ObjectSpec object = ObjectFile.read(file, null);
        ObjectVerification verification =
                ObjectVerification.of(object, machine, LogLevel.STATISTICS, VerifierOptions.Summary.SHORT);
        List<ProgramImage> accepted = new ArrayList<>();
        for (ProgramSpec program : object.programs()) {
            if (program.type() != null) {
                ObjectVerification.Judged judged = verification.judge(program);
                if (judged.verdict() instanceof Verdict.Accepted) {
                    accepted.add(judged.image());
                }
            }
        }
        return new ReplacedPrograms(file, accepted);
    }

    /**
     * The first program that has the function which this one replaces.
     *
     * @throws BadInputException when there is none
     */
    ProgramImage target(ProgramSpec program) {
        return accepted.stream()
                .filter(image -> image.functions().stream()
                        .anyMatch(record -> image.btf().type(record.typeId()) instanceof Func function
                                && function.name().equals(program.attachTarget())))
                .findFirst()
                .orElseThrow(() -> new BadInputException(object + ": no program that is accepted has a function '"
                        + program.attachTarget() + "', which " + program.name() + " (" + program.section()
                        + ") replaces"));
    }
}
