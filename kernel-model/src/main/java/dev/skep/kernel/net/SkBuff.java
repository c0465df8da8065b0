package dev.skep.kernel.net;

import dev.skep.kernel.Errno;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AddressSpace;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way through the network stack: bytes in simulated memory with room before and behind them, and what
 * is known about it. Counterpart: {@code struct sk_buff}, always linear, as {@code BPF_PROG_TEST_RUN} makes them.
 *
 * <pre>
 *   head            data            tail              end
 *    | headroom      | packet        | tailroom        |
 *                    |<-- length --->|
 *            offsets of headers count from head
 * </pre>
 *
 * <p>One object serves many packets, one after the other. The buffer that it began with is reused; one that grew beyond
 * it is given back when the next packet comes.
 */
public final class SkBuff implements ProgramContext {
    /** Room in front of a fresh packet: {@code NET_SKB_PAD + NET_IP_ALIGN} on x86-64. */
    public static final int HEADROOM = 64;

    /** {@code struct skb_shared_info} behind the tailroom, aligned to a cache line. */
    public static final int SHARED_INFO = 320;

    /** The longest packet that helpers make: {@code SKB_MAX_ALLOC}, four pages without the shared info. */
    public static final int MAX_LENGTH = 4 * AddressSpace.PAGE_SIZE - SHARED_INFO;

    /** The longest packet that a test run takes in: a page without headroom and shared info. */
    public static final int MAX_INPUT = AddressSpace.PAGE_SIZE - HEADROOM - SHARED_INFO;

    private static final int CACHE_LINE = 64;
    private static final int LARGEST_BUFFER = 4 << 20;
    private static final int OFFSET_MASK = 0xffff;
    private static final int UNSET = 0xffff;
    private static final int NOT_MAPPED_QUEUE = 0xffff;

    private final AddressSpace memory;
    private final PacketControl control = new PacketControl();
    private final PacketOffload offload = new PacketOffload();
    private final PacketHash hash = new PacketHash();
    private final PacketTunnel tunnel = new PacketTunnel();
    private final Sock socket;
    private final long ownHead;
    private final int ownSize;
    private long head;
    private int size;
    private int dataOffset;
    private int length;
    private int macHeader;
    private int networkHeader;
    private int transportHeader;
    private int macLength;
    private int protocol;
    private int packetType;
    private int mark;
    private int priority;
    private int queueMapping;
    private int trafficIndex;
    private int ingressIfindex;
    private int vlanProtocol;
    private int vlanTag;
    private long timestamp;
    private int timestampType;
    private NetDevice device;

    /** An empty packet with a buffer of its own. */
    private @Nullable OpenSocket target;

    public SkBuff(AddressSpace memory, NetDevice device) {
        this.memory = memory;
        this.device = device;
        this.socket = new Sock(memory);
        this.ownSize = AddressSpace.PAGE_SIZE;
        this.ownHead = memory.allocate(ownSize, AddressSpace.PAGE_SIZE, "sk_buff data");
        this.head = ownHead;
        this.size = ownSize - SHARED_INFO;
        reset(device);
    }

    /** An empty packet with all fields 0 and headers that were not found yet; keeps the buffer. */
    void reset(NetDevice from) {
        if (head != ownHead) {
            memory.free(head);
            head = ownHead;
            size = ownSize - SHARED_INFO;
        }
        dataOffset = HEADROOM;
        length = 0;
        macHeader = UNSET;
        networkHeader = 0;
        transportHeader = UNSET;
        macLength = 0;
        protocol = 0;
        packetType = 0;
        mark = 0;
        priority = 0;
        queueMapping = 0;
        trafficIndex = 0;
        ingressIfindex = 0;
        vlanProtocol = 0;
        vlanTag = 0;
        timestamp = 0;
        timestampType = 0;
        device = from;
        control.reset();
        offload.reset();
        hash.clear();
        tunnel.clear();
        target = null;
    }

    // The bytes.

    /** The memory in which the packet lies. */
    public AddressSpace memory() {
        return memory;
    }

    /** Address of the first byte. */
    public long data() {
        return head + dataOffset;
    }

    /** Bytes of the packet. */
    public int length() {
        return length;
    }

    /** Address of the byte after the last. */
    public long tail() {
        return head + dataOffset + length;
    }

    int headroom() {
        return dataOffset;
    }

    /** Whether these bytes are all in the packet. */
    public boolean contains(long offset, long count) {
        return offset >= 0 && count >= 0 && offset + count <= length;
    }

    /** Takes more bytes in behind the packet; the caller fills them. {@code skb_put}. */
    void put(int count) {
        length += count;
    }

    /** Moves the start to the front; the caller has seen to the room and fills it. {@code __skb_push}. */
    public void push(int count) {
        dataOffset -= count;
        length += count;
    }

    /** Takes bytes away from the front. {@code __skb_pull}. */
    public void pull(int count) {
        dataOffset += count;
        length -= count;
    }

    /** Sets the length; bytes that come in are not touched. {@code __skb_set_length}. */
    public void length(int value) {
        length = value;
    }

    /** Sees to room in front of the packet. 0 or {@code -ENOMEM}. {@code skb_cow}. */
    public int reserveHead(long count) {
        long missing = count - dataOffset;
        return missing <= 0 ? 0 : expand((missing + CACHE_LINE - 1) & -CACHE_LINE, 0);
    }

    /** Sees to room behind the packet. 0 or {@code -ENOMEM}. {@code __skb_grow} as far as it finds memory. */
    public int reserveTail(long count) {
        long missing = count - (size - dataOffset - length);
        return missing <= 0 ? 0 : expand(0, missing);
    }

    /** {@code pskb_expand_head}. */
    private int expand(long room, long moreBehind) {
        long wanted = size + room + moreBehind;
        if (wanted > LARGEST_BUFFER) {
            return Errno.ENOMEM.result();
        }
        int more = (int) room;
        long larger = memory.allocate(wanted + SHARED_INFO, CACHE_LINE, "sk_buff data, expanded");
        memory.copy(head, larger + more, (long) dataOffset + length);
        if (head != ownHead) {
            memory.free(head);
        }
        head = larger;
        size = (int) wanted;
        dataOffset += more;
        macHeader = moved(macHeader, more);
        networkHeader = networkHeader + more & OFFSET_MASK;
        transportHeader = moved(transportHeader, more);
        control.dropMetadata();
        return 0;
    }

    private static int moved(int header, int by) {
        return header == UNSET ? UNSET : header + by & OFFSET_MASK;
    }

    /** Says anew where {@code data_meta} and {@code data_end} of the context are. {@code bpf_compute_data_pointers}. */
    public void computeDataPointers() {
        control.dataPointers(data(), tail());
    }

    // Headers, as offsets from the start of the packet; negative when they were pulled.

    /** {@code skb_mac_header_was_set}. */
    public boolean hasMacHeader() {
        return macHeader != UNSET;
    }

    public int macOffset() {
        return macHeader - dataOffset;
    }

    public int networkOffset() {
        return networkHeader - dataOffset;
    }

    /** {@code skb_transport_header_was_set}. */
    public boolean hasTransportHeader() {
        return transportHeader != UNSET;
    }

    public int transportOffset() {
        return transportHeader - dataOffset;
    }

    /** Whether the transport header is taken to begin where the network header does. */
    public boolean isTransportAtNetwork() {
        return transportHeader == networkHeader;
    }

    /** The MAC header begins so many bytes after the start of the packet. */
    public void macOffset(int offset) {
        macHeader = offset + dataOffset & OFFSET_MASK;
    }

    public void networkOffset(int offset) {
        networkHeader = offset + dataOffset & OFFSET_MASK;
    }

    public void transportOffset(int offset) {
        transportHeader = offset + dataOffset & OFFSET_MASK;
    }

    /** Bytes of the MAC header: {@code skb->mac_len}, which only some helpers keep. */
    public int macLength() {
        return macLength;
    }

    /** Bytes from the MAC header to the network header: {@code skb_mac_header_len}. */
    public int macHeaderLength() {
        return networkHeader - macHeader & OFFSET_MASK;
    }

    /** {@code skb_reset_mac_len}. */
    public void resetMacLength() {
        macLength = macHeaderLength();
    }

    // What is known about it.

    /** The network protocol, one of {@link EtherType}, in host order. */
    public int protocol() {
        return protocol;
    }

    public void protocol(int value) {
        protocol = value;
    }

    /** {@code PACKET_HOST} and its kin. */
    public int packetType() {
        return packetType;
    }

    public void packetType(int value) {
        packetType = value;
    }

    public int mark() {
        return mark;
    }

    public void mark(int value) {
        mark = value;
    }

    public int priority() {
        return priority;
    }

    public void priority(int value) {
        priority = value;
    }

    public int queueMapping() {
        return queueMapping;
    }

    /** Writes {@code queue_mapping} from a context: what does not fit is not written at all. */
    public void queueMapping(long value) {
        if (Long.compareUnsigned(value, NOT_MAPPED_QUEUE) < 0) {
            queueMapping = (int) value;
        }
    }

    public int trafficIndex() {
        return trafficIndex;
    }

    public void trafficIndex(int value) {
        trafficIndex = value & OFFSET_MASK;
    }

    /** {@code skb_iif}. */
    public int ingressIfindex() {
        return ingressIfindex;
    }

    public void ingressIfindex(int value) {
        ingressIfindex = value;
    }

    public NetDevice device() {
        return device;
    }

    /** Whether a VLAN tag stands beside the packet; {@code skb_vlan_tag_present}. */
    public boolean hasVlanTag() {
        return (vlanProtocol | vlanTag) != 0;
    }

    /** {@link EtherType#VLAN} or {@link EtherType#SERVICE_VLAN}; 0 without a tag. */
    public int vlanProtocol() {
        return vlanProtocol;
    }

    public int vlanTag() {
        return vlanTag;
    }

    /** Puts a VLAN tag beside the packet, or with zeros takes it away. */
    public void vlan(int protocolOfTag, int tag) {
        vlanProtocol = protocolOfTag;
        vlanTag = tag & OFFSET_MASK;
    }

    /** Nanoseconds, of the clock that {@link #timestampType} says. */
    public long timestamp() {
        return timestamp;
    }

    /** 0 realtime, 1 monotonic, 2 TAI. */
    public int timestampType() {
        return timestampType;
    }

    public void timestamp(long value) {
        timestamp = value;
    }

    public void timestamp(long value, int type) {
        timestamp = value;
        timestampType = type;
    }

    /** The control block and what the traffic classifier keeps in it. */
    public PacketControl control() {
        return control;
    }

    /** Segmentation and checksums. */
    public PacketOffload offload() {
        return offload;
    }

    /** The flow hash. */
    public PacketHash hash() {
        return hash;
    }

    /** The tunnel that it is to go through. */
    public PacketTunnel tunnel() {
        return tunnel;
    }

    /** It goes to another socket, if the program of the socket map lets it pass. {@code skb_bpf_set_redir}. */
    public void redirect(OpenSocket socket) {
        target = socket;
    }

    /** The socket that it goes to instead; null if it goes on. */
    public @Nullable OpenSocket target() {
        return target;
    }

    /** The socket that the packet belongs to. */
    public Sock socket() {
        return socket;
    }
}
