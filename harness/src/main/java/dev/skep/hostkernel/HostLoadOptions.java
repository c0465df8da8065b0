package dev.skep.hostkernel;

import dev.skep.kernel.program.ProgramImage;
import java.util.List;

/**
 * What a load of a program asks for beside the {@link ProgramImage}. Begin with {@link #usual}, refine with
 * {@code withX}.
 *
 * @param logLevel bits of {@code BPF_LOG_*}; 0 for no log
 * @param logLimit bytes that the log may take before it is asked for no more: its end is kept
 * @param moduleTypes BTF of modules, for the index that calls of their functions name, from 1 on: {@code fd_array}
 */
public record HostLoadOptions(int logLevel, int logLimit, List<HostTypes> moduleTypes) {
    /** The path that failed. */
    public static final int LOG_FAILING_PATH = 1;
    /** Everything. */
    public static final int LOG_EVERYTHING = 2;
    /** The statistics only. */
    public static final int LOG_STATISTICS = 4;

    public HostLoadOptions {
        moduleTypes = List.copyOf(moduleTypes);
    }

    /** With the log of the path that failed. */
    public static HostLoadOptions usual() {
        return new HostLoadOptions(LOG_FAILING_PATH, 64 << 20, List.of());
    }

    public HostLoadOptions withLogLevel(int value) {
        return new HostLoadOptions(value, logLimit, moduleTypes);
    }

    public HostLoadOptions withLogLimit(int value) {
        return new HostLoadOptions(logLevel, value, moduleTypes);
    }

    public HostLoadOptions withModuleTypes(List<HostTypes> value) {
        return new HostLoadOptions(logLevel, logLimit, value);
    }
}
