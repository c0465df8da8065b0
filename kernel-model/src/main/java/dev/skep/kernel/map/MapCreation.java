package dev.skep.kernel.map;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;

/** A map in the making: what its constructor needs. Counterpart: {@code union bpf_attr} of {@code BPF_MAP_CREATE}. */
record MapCreation(Kernel kernel, int id, MapSpec spec) {

    /** Ends the creation with an error unless the condition holds; {@code rule} says what was expected. */
    void require(boolean holds, Errno errno, String rule) {
        if (!holds) {
            throw new KernelException(errno, "map " + spec.name() + " (" + spec.type() + "): " + rule);
        }
    }

    /** The same creation of a map whose blueprint the kernel has adjusted. */
    MapCreation with(MapSpec adjusted) {
        return new MapCreation(kernel, id, adjusted);
    }

    /**
     * Ends the creation with ENOMEM if the machine does not have so many bytes, for what lies outside of simulated
     * memory here.
     */
    void requireMemory(long bytes) {
        require(bytes <= kernel.config().memoryLimitBytes(), Errno.ENOMEM, bytes + " bytes of memory");
    }

    /** Ends the creation with EINVAL unless all flags are among these and what programs may do makes sense. */
    void requireFlags(int known) {
        int unknown = spec.flags() & ~known;
        require(unknown == 0, Errno.EINVAL, "map_flags 0x" + Integer.toHexString(unknown) + " are not for this type");
        require(
                MapFlags.programAccessIsSound(spec.flags()),
                Errno.EINVAL,
                "RDONLY_PROG and WRONLY_PROG together leave nothing to do");
    }
}
