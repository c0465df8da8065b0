package dev.skep.junit;

import dev.skep.kernel.KernelConfig;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.session.ObjectVerification;
import dev.skep.testing.NearestNames;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/** What {@link Rejects} and {@link Accepts} ask for. */
final class VerdictChecks {
    private final TestFiles files;
    private final KernelConfig config;
    private final Class<?> test;

    private VerdictChecks(TestFiles files, KernelConfig config, Class<?> test) {
        this.files = files;
        this.config = config;
        this.test = test;
    }

    /** @throws AssertionFailedError if the verifier says something else than a test's annotations do */
    static void check(Machines machines, ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Rejects[] rejects = method.getAnnotationsByType(Rejects.class);
        Accepts[] accepts = method.getAnnotationsByType(Accepts.class);
        if (rejects.length + accepts.length > 0) {
            VerdictChecks checks =
                    new VerdictChecks(machines.files(), machines.config(context), context.getRequiredTestClass());
            for (Rejects expected : rejects) {
                checks.rejects(expected);
            }
            for (Accepts expected : accepts) {
                checks.accepts(expected);
            }
        }
    }

    private void rejects(Rejects expected) {
        ObjectSpec spec = files.object(test, expected.object());
        if (expected.program().isEmpty() && spec.programs().size() != 1) {
            throw new ExtensionConfigurationException("@Rejects: " + spec.name() + " has "
                    + spec.programs().size() + " programs, so that program = must say which");
        }
        for (ProgramSpec program : programs(spec, expected.program())) {
            String place = spec.name() + ", " + program.name() + ": ";
            switch (judge(spec, program)) {
                case Verdict.Accepted _ ->
                    throw new AssertionFailedError(
                            place + "expected the verifier to reject it, but it is accepted",
                            rejection(expected),
                            "accepted");
                case Verdict.Rejected rejected -> check(place, expected, rejected);
            }
        }
    }

    private static void check(String place, Rejects expected, Verdict.Rejected rejected) {
        if (!rejected.log().contains(expected.message())) {
            throw new AssertionFailedError(
                    place + "rejected, but its log does not contain \"" + expected.message() + "\":\n" + rejected.log(),
                    expected.message(),
                    rejected.log());
        }
        if (!expected.errno().isEmpty()
                && !expected.errno().equals(rejected.errno().name())) {
            throw new AssertionFailedError(
                    place + "rejected with " + rejected.errno() + ", expected " + expected.errno() + ":\n"
                            + rejected.log(),
                    expected.errno(),
                    rejected.errno().name());
        }
    }

    private static String rejection(Rejects expected) {
        return expected.message().isEmpty() ? "rejected" : "rejected: " + expected.message();
    }

    private void accepts(Accepts expected) {
        ObjectSpec spec = files.object(test, expected.object());
        for (ProgramSpec program : programs(spec, expected.program())) {
            if (judge(spec, program) instanceof Verdict.Rejected rejected) {
                throw new AssertionFailedError(
                        spec.name() + ", " + program.name() + ": expected the verifier to accept it, but "
                                + rejected.errno() + ":\n" + rejected.log(),
                        "accepted",
                        "rejected");
            }
        }
    }

    private static List<ProgramSpec> programs(ObjectSpec spec, String name) {
        if (name.isEmpty()) {
            return spec.programs();
        }
        return List.of(spec.program(name)
                .orElseThrow(() -> new ExtensionConfigurationException(spec.name() + ": no program " + name + ", "
                        + NearestNames.hint(
                                name,
                                spec.programs().stream().map(ProgramSpec::name).toList()))));
    }

    private Verdict judge(ObjectSpec spec, ProgramSpec program) {
        return ObjectVerification.of(spec, config, LogLevel.FAILING_PATH, VerifierOptions.Summary.SHORT)
                .judge(program)
                .verdict();
    }
}
