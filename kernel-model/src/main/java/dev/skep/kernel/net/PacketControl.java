package dev.skep.kernel.net;

/**
 * The control block of a packet as BPF programs have it: their own five words, and what the traffic classifier keeps
 * beside them. Counterparts: {@code struct qdisc_skb_cb} and {@code struct bpf_skb_data_end} in {@code skb->cb}.
 */
public final class PacketControl {
    /** Words that belong to the program: {@code __sk_buff.cb}. */
    public static final int WORDS = 5;

    private static final int CLASS_MASK = 0xffff;

    private final int[] words = new int[WORDS];
    private int wireLength;
    private int classId;
    private long dataMeta;
    private long dataEnd;

    void reset() {
        words[0] = 0;
        words[1] = 0;
        words[2] = 0;
        words[3] = 0;
        words[4] = 0;
        wireLength = 0;
        classId = 0;
        dataMeta = 0;
        dataEnd = 0;
    }

    public int word(int index) {
        return words[index];
    }

    public void word(int index, int value) {
        words[index] = value;
    }

    /** {@code wire_len}: bytes on the wire, all segments and headers; 0 when nobody said so. */
    public int wireLength() {
        return wireLength;
    }

    public void wireLength(int value) {
        wireLength = value;
    }

    /** {@code tc_classid}. */
    public int classId() {
        return classId;
    }

    public void classId(int value) {
        classId = value & CLASS_MASK;
    }

    /** Address of the metadata in front of the packet: the packet itself, since it has none. */
    public long dataMeta() {
        return dataMeta;
    }

    /** Address of the byte after the last that programs reach directly. */
    public long dataEnd() {
        return dataEnd;
    }

    void dataPointers(long data, long end) {
        dataMeta = data;
        dataEnd = end;
    }

    /** The buffer moved: metadata in front of the packet would not have come along. */
    void dropMetadata() {
        dataMeta = 0;
    }
}
