package dev.skep.kernel.net;

/** The flow hash of a packet, if it is known. Counterpart: {@code skb->hash}, {@code l4_hash}, {@code sw_hash}. */
public final class PacketHash {
    private int value;
    private boolean known;

    /** What {@code __sk_buff.hash} reads: 0 as long as nobody asked for it. */
    public int value() {
        return value;
    }

    /** Whether it need not be computed again. */
    public boolean isKnown() {
        return known;
    }

    /**
     * The hash of the flow, computed when it is not known yet. {@code skb_get_hash}.
     *
     * <p>The kernel's key is chance, chosen anew at each boot; here it comes from the machine's seed.
     */
    public static int ofFlow(SkBuff skb, long seed) {
        PacketHash hash = skb.hash();
        if (!hash.known) {
            FlowKeys keys = FlowDissector.dissect(skb);
            keys.sortEnds();
            int computed = (int) SipHash.of(keys.bytes(), keys.length(), seed, 0);
            hash.set(computed == 0 ? 1 : computed);
        }
        return hash.value;
    }

    /** {@code __skb_set_sw_hash}. */
    public void set(int hash) {
        value = hash;
        known = true;
    }

    /** {@code skb_clear_hash}. */
    public void clear() {
        value = 0;
        known = false;
    }
}
