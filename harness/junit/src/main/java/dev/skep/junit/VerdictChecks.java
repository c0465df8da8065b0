package dev.skep.junit;

import dev.skep.kernel.Errno;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.session.ObjectVerification;
import dev.skep.testing.LoadOptions;
import dev.skep.testing.NearestNames;
import dev.skep.testing.ProgramRejectedException;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/** What {@link Rejects} and {@link Accepts} ask for. */
final class VerdictChecks {
    private final Machines machines;
    private final ExtensionContext context;
    private final Class<?> test;

    private VerdictChecks(Machines machines, ExtensionContext context) {
        this.machines = machines;
        this.context = context;
        this.test = context.getRequiredTestClass();
    }

    /**
     * What the verifier of the kernel that is to answer says.
     *
     * @param errno null if the program is accepted
     */
    private record Answer(@Nullable Errno errno, String log) {}

    /** @throws AssertionFailedError if the verifier says something else than a test's annotations do */
    static void check(Machines machines, ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Rejects[] rejects = method.getAnnotationsByType(Rejects.class);
        Accepts[] accepts = method.getAnnotationsByType(Accepts.class);
        if (rejects.length + accepts.length > 0) {
            VerdictChecks checks = new VerdictChecks(machines, context);
            for (Rejects expected : rejects) {
                checks.rejects(expected);
            }
            for (Accepts expected : accepts) {
                checks.accepts(expected);
            }
        }
    }

    private void rejects(Rejects expected) {
        ObjectSpec spec = machines.files().object(test, expected.object());
        if (expected.program().isEmpty() && spec.programs().size() != 1) {
            throw new ExtensionConfigurationException("@Rejects: " + spec.name() + " has "
                    + spec.programs().size() + " programs, so that program = must say which");
        }
        for (ProgramSpec program : programs(spec, expected.program())) {
            String place = spec.name() + ", " + program.name() + ": ";
            Answer answer = judge(spec, program);
            if (answer.errno() == null) {
                throw new AssertionFailedError(
                        place + "expected the verifier to reject it, but it is accepted",
                        rejection(expected),
                        "accepted");
            }
            check(place, expected, answer.errno(), answer.log());
        }
    }

    private static void check(String place, Rejects expected, Errno errno, String log) {
        if (!log.contains(expected.message())) {
            throw new AssertionFailedError(
                    place + "rejected, but its log does not contain \"" + expected.message() + "\":\n" + log,
                    expected.message(),
                    log);
        }
        if (!expected.errno().isEmpty() && !expected.errno().equals(errno.name())) {
            throw new AssertionFailedError(
                    place + "rejected with " + errno + ", expected " + expected.errno() + ":\n" + log,
                    expected.errno(),
                    errno.name());
        }
    }

    private static String rejection(Rejects expected) {
        return expected.message().isEmpty() ? "rejected" : "rejected: " + expected.message();
    }

    private void accepts(Accepts expected) {
        ObjectSpec spec = machines.files().object(test, expected.object());
        for (ProgramSpec program : programs(spec, expected.program())) {
            Answer answer = judge(spec, program);
            if (answer.errno() != null) {
                throw new AssertionFailedError(
                        spec.name() + ", " + program.name() + ": expected the verifier to accept it, but "
                                + answer.errno() + ":\n" + answer.log(),
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

    private Answer judge(ObjectSpec spec, ProgramSpec program) {
        if (Backend.of(context) == Backend.HOST) {
            try (TestMachine machine = machines.ofItsOwn(context)) {
                machine.load(spec, LoadOptions.usual().withPrograms(List.of(program.name())));
                return new Answer(null, "");
            } catch (ProgramRejectedException rejected) {
                return new Answer(rejected.errno(), rejected.log());
            }
        }
        Verdict verdict = ObjectVerification.of(
                        spec, machines.config(context), LogLevel.FAILING_PATH, VerifierOptions.Summary.SHORT)
                .judge(program)
                .verdict();
        return new Answer(verdict instanceof Verdict.Rejected rejected ? rejected.errno() : null, verdict.log());
    }
}
