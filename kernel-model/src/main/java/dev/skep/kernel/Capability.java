package dev.skep.kernel;

/** The capabilities that {@code bpf(2)} asks for; {@code linux/capability.h}. */
public enum Capability {
    /** Whatever concerns the network: maps of sockets and devices, programs that change packets. */
    NET_ADMIN(12),
    /** Stands for all others here. */
    SYS_ADMIN(21),
    /** Programs that look into the kernel, and whatever they find there. */
    PERFMON(38),
    /** Everything that is not open to anybody. */
    BPF(39);

    private final int number;

    Capability(int number) {
        this.number = number;
    }

    /** Its bit in a set of capabilities, from 0. */
    public int number() {
        return number;
    }
}
