package dev.skep.kernel.net;

import dev.skep.kernel.map.BpfMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a program wants the packet to go: what {@code bpf_redirect} and its kin leave behind for the caller that sees
 * {@code XDP_REDIRECT} or {@code TC_ACT_REDIRECT}. Counterpart: {@code struct bpf_redirect_info}.
 */
public final class Redirect {
    private int index;
    private long flags;
    private @Nullable BpfMap map;

    /** Forgets the target. */
    public void clear() {
        index = 0;
        flags = 0;
        map = null;
    }

    /** To a device. */
    public void toDevice(int ifindex, long redirectFlags) {
        index = ifindex;
        flags = redirectFlags;
        map = null;
    }

    /** To an entry of a redirect map. */
    public void toMap(BpfMap redirectMap, int key, long redirectFlags) {
        index = key;
        flags = redirectFlags;
        map = redirectMap;
    }

    /** The number of the device, or the key in the map. */
    public int index() {
        return index;
    }

    public long flags() {
        return flags;
    }

    /** The redirect map; {@code null} when the target is a device or there is none. */
    public @Nullable BpfMap map() {
        return map;
    }
}
