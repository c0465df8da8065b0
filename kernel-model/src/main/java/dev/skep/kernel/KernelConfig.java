package dev.skep.kernel;

import dev.skep.kernel.memory.MemoryChecking;

/**
 * What distinguishes one simulated machine from another; the same configuration and events give the same bytes out.
 *
 * @param version which kernel's limits, features and messages hold
 * @param cpus number of CPUs, all of them possible and online: 1 to {@link #MAX_CPUS}
 * @param seed start of every random sequence of the machine
 * @param memoryLimitBytes what simulated memory may grow to; an allocation beyond it is {@code ENOMEM}
 * @param checking how closely accesses to simulated memory are watched
 * @param instructionBudget instructions that one invocation may execute before it is ended with an error
 * @param uptimeNs CLOCK_MONOTONIC and CLOCK_BOOTTIME at the start
 * @param realtimeNs CLOCK_REALTIME at the start, nanoseconds since 1970-01-01T00:00:00Z
 * @param types the kernel's BTF
 * @param privilege of whoever creates maps and loads programs
 */
public record KernelConfig(
        KernelVersion version,
        int cpus,
        long seed,
        long memoryLimitBytes,
        MemoryChecking checking,
        long instructionBudget,
        long uptimeNs,
        long realtimeNs,
        KernelTypes types,
        Privilege privilege) {

    /** As many CPUs as a machine can have here; the reference kernel is built for 256. */
    public static final int MAX_CPUS = 256;

    private static final long MAX_MEMORY = 32L << 30;

    private static final KernelConfig REFERENCE = new KernelConfig(
            KernelVersion.REFERENCE,
            2,
            0,
            4L << 30,
            MemoryChecking.BOUNDS,
            10_000_000_000L,
            1_000_000_000L,
            1_767_225_600_000_000_000L,
            KernelTypes.reference(),
            Privilege.ALL);

    public KernelConfig {
        if (cpus < 1 || cpus > MAX_CPUS) {
            throw new IllegalArgumentException("cpus " + cpus + ": expected 1 to " + MAX_CPUS);
        }
        if (memoryLimitBytes < 1 << 20 || memoryLimitBytes > MAX_MEMORY) {
            throw new IllegalArgumentException("memory limit " + memoryLimitBytes + ": expected 1 MiB to 32 GiB");
        }
        if (instructionBudget < 1) {
            throw new IllegalArgumentException("instruction budget " + instructionBudget + ": expected at least 1");
        }
        if (uptimeNs < 0 || realtimeNs < uptimeNs) {
            throw new IllegalArgumentException("the clock would show a time before 1970");
        }
    }

    /** The reference kernel on two CPUs, one second after boot, at the start of 2026. */
    public static KernelConfig reference() {
        return REFERENCE;
    }

    public KernelConfig withVersion(KernelVersion value) {
        return new KernelConfig(
                value,
                cpus,
                seed,
                memoryLimitBytes,
                checking,
                instructionBudget,
                uptimeNs,
                realtimeNs,
                types,
                privilege);
    }

    public KernelConfig withCpus(int value) {
        return new KernelConfig(
                version,
                value,
                seed,
                memoryLimitBytes,
                checking,
                instructionBudget,
                uptimeNs,
                realtimeNs,
                types,
                privilege);
    }

    public KernelConfig withSeed(long value) {
        return new KernelConfig(
                version,
                cpus,
                value,
                memoryLimitBytes,
                checking,
                instructionBudget,
                uptimeNs,
                realtimeNs,
                types,
                privilege);
    }

    public KernelConfig withMemoryLimitBytes(long value) {
        return new KernelConfig(
                version, cpus, seed, value, checking, instructionBudget, uptimeNs, realtimeNs, types, privilege);
    }

    public KernelConfig withChecking(MemoryChecking value) {
        return new KernelConfig(
                version,
                cpus,
                seed,
                memoryLimitBytes,
                value,
                instructionBudget,
                uptimeNs,
                realtimeNs,
                types,
                privilege);
    }

    public KernelConfig withInstructionBudget(long value) {
        return new KernelConfig(
                version, cpus, seed, memoryLimitBytes, checking, value, uptimeNs, realtimeNs, types, privilege);
    }

    public KernelConfig withUptimeNs(long value) {
        return new KernelConfig(
                version,
                cpus,
                seed,
                memoryLimitBytes,
                checking,
                instructionBudget,
                value,
                realtimeNs,
                types,
                privilege);
    }

    public KernelConfig withRealtimeNs(long value) {
        return new KernelConfig(
                version, cpus, seed, memoryLimitBytes, checking, instructionBudget, uptimeNs, value, types, privilege);
    }

    public KernelConfig withTypes(KernelTypes value) {
        return new KernelConfig(
                version,
                cpus,
                seed,
                memoryLimitBytes,
                checking,
                instructionBudget,
                uptimeNs,
                realtimeNs,
                value,
                privilege);
    }

    public KernelConfig withPrivilege(Privilege value) {
        return new KernelConfig(
                version, cpus, seed, memoryLimitBytes, checking, instructionBudget, uptimeNs, realtimeNs, types, value);
    }
}
