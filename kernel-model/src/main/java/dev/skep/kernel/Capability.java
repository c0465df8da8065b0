package dev.skep.kernel;

/** The capabilities that {@code bpf(2)} asks for; {@code linux/capability.h}. */
public enum Capability {
    /** Whatever concerns the network: maps of sockets and devices, programs that change packets. */
    NET_ADMIN,
    /** Stands for all others here. */
    SYS_ADMIN,
    /** Programs that look into the kernel, and whatever they find there. */
    PERFMON,
    /** Everything that is not open to anybody. */
    BPF
}
