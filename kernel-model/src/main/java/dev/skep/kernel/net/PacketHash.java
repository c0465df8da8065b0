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
