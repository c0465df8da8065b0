package dev.skep.kernel.map;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;

/** Where XDP programs redirect frames to. Counterpart: {@code map_redirect} in {@code struct bpf_map_ops}. */
public abstract sealed class RedirectMap extends BpfMap permits DevMap, DevMapHash, CpuMap, XskMap {
    private final MapOwner owner;

    RedirectMap(MapCreation creation) {
        super(creation);
        owner = new MapOwner(type());
    }

    /**
     * Address of what {@code bpf_redirect_map} finds under this key, or 0: two words, for devices (index, program id),
     * for CPUs (queue, program id).
     */
    public abstract long target(int key);

    @Override
    public boolean admits(ProgramImage image) {
        return owner.admits(image);
    }

    /** Whether user space means a program that may run behind a redirect: for XDP, for this place, like the others. */
    final boolean isRunnable(int descriptor, AttachType place) {
        BpfProgram program = kernel.programs().byId(descriptor);
        return program != null
                && program.type() == ProgramType.XDP
                && program.image().attachType() == place
                && owner.admits(program.image());
    }

    @Override
    public long lookup(int cpu, long key) {
        return target(memory.readInt(key));
    }

    @Override
    int nextKey(long key, long next) {
        return ArrayRules.nextKey(memory, key, next, maxEntries);
    }
}
