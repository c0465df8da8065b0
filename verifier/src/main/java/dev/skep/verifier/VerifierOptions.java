package dev.skep.verifier;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.Privilege;
import dev.skep.verifier.log.LogLevel;
import org.jspecify.annotations.Nullable;

/**
 * How to verify.
 *
 * @param privilege who loads the program
 * @param level how much the log says
 * @param summary what stands at the end of the log
 * @param logLimit characters of the log that are kept: its end
 * @param cpus processors of the machine
 * @param kernelTypes the kernel's types; without them structs of the kernel are known by their names only
 */
public record VerifierOptions(
        Privilege privilege,
        LogLevel level,
        Summary summary,
        int logLimit,
        int cpus,
        @Nullable KernelTypes kernelTypes) {
    private static final int USUAL_LOG_LIMIT = 64 << 20;

    /** What stands at the end of the log. */
    public enum Summary {
        /** One line. */
        SHORT,
        /** The time, and the stack of each function, before it: {@code BPF_LOG_STATS}. */
        LONG
    }

    /** As root, with the log of the path that failed. */
    public static VerifierOptions usual() {
        return new VerifierOptions(Privilege.ALL, LogLevel.FAILING_PATH, Summary.SHORT, USUAL_LOG_LIMIT, 2, null);
    }

    /** The same on this machine, as whoever loads programs there. */
    public static VerifierOptions onMachine(KernelConfig machine) {
        return usual().withPrivilege(machine.privilege())
                .withCpus(machine.cpus())
                .withKernelTypes(machine.types());
    }

    public VerifierOptions withLevel(LogLevel value) {
        return new VerifierOptions(privilege, value, summary, logLimit, cpus, kernelTypes);
    }

    public VerifierOptions withPrivilege(Privilege value) {
        return new VerifierOptions(value, level, summary, logLimit, cpus, kernelTypes);
    }

    public VerifierOptions withSummary(Summary value) {
        return new VerifierOptions(privilege, level, value, logLimit, cpus, kernelTypes);
    }

    public VerifierOptions withLogLimit(int value) {
        return new VerifierOptions(privilege, level, summary, value, cpus, kernelTypes);
    }

    public VerifierOptions withCpus(int value) {
        return new VerifierOptions(privilege, level, summary, logLimit, value, kernelTypes);
    }

    public VerifierOptions withKernelTypes(@Nullable KernelTypes value) {
        return new VerifierOptions(privilege, level, summary, logLimit, cpus, value);
    }
}
