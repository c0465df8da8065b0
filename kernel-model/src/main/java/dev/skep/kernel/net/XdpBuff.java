package dev.skep.kernel.net;

import static dev.skep.kernel.Errno.EACCES;
import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AddressSpace;

/**
 * A frame as an XDP program gets it: one page in simulated memory, and for the rest of a long frame more pages, the
 * fragments. Counterpart: {@code struct xdp_buff} with the {@code struct skb_shared_info} at the end of its page.
 *
 * <pre>
 *   hard start       data_meta   data              data_end       hard end
 *    | xdp_frame (40) | metadata | frame            |  tailroom    | shared info (320) |
 *    |<--------- headroom 256 -->|<- 14 to 3520 --->|
 *    |<------------------------ one page ---------------------------------------------->|
 * </pre>
 *
 * <p>One object serves many frames, one after the other.
 */
public final class XdpBuff implements ProgramContext {
    /** Room in front of a fresh frame: {@code XDP_PACKET_HEADROOM}. */
    public static final int HEADROOM = 256;

    /** The longest part of a frame that programs reach directly when no metadata stand before it. */
    public static final int MAX_LINEAR = AddressSpace.PAGE_SIZE - HEADROOM - SkBuff.SHARED_INFO;

    /** {@code MAX_SKB_FRAGS}. */
    public static final int MAX_FRAGMENTS = 17;

    /** {@code struct xdp_frame}, which may have to stand at the start of the headroom. */
    static final int FRAME_STRUCT = 40;

    /** Longer metadata do not fit into the kernel's fields for their length. */
    private static final int MAX_METADATA = 252;

    private static final int METADATA_ALIGNMENT = 4;
    private static final int MAX_OFFSET = 0xffff;
    private static final int PAGE = AddressSpace.PAGE_SIZE;
    private static final int HARD_END = PAGE - SkBuff.SHARED_INFO;

    private final AddressSpace memory;
    private final long hardStart;
    private final long[] fragments = new long[MAX_FRAGMENTS];
    private final int[] fragmentStarts = new int[MAX_FRAGMENTS];
    private final int[] fragmentSizes = new int[MAX_FRAGMENTS];
    private long data;
    private long dataEnd;
    private long dataMeta;
    private long lowest;
    private int pages;
    private int fragmentCount;
    private int fragmentBytes;
    private NetDevice device;
    private int queue;

    /** An empty frame with a page of its own. */
    public XdpBuff(AddressSpace memory, NetDevice device) {
        this.memory = memory;
        this.device = device;
        this.hardStart = memory.allocate(PAGE, PAGE, "xdp frame");
        reset(device, 0, HEADROOM);
    }

    /** An empty frame on this device and queue with so much headroom; the memory in front of it holds zeros. */
    void reset(NetDevice from, int onQueue, int headroom) {
        long start = hardStart + headroom;
        if (lowest != 0 && lowest < hardStart + HEADROOM) {
            memory.fill(lowest, hardStart + HEADROOM - lowest, (byte) 0);
        }
        data = start;
        dataEnd = start;
        dataMeta = start;
        lowest = start;
        fragmentCount = 0;
        fragmentBytes = 0;
        device = from;
        queue = onQueue;
    }

    /** The memory in which the frame lies. */
    public AddressSpace memory() {
        return memory;
    }

    /** Address of the first byte of the frame. */
    public long data() {
        return data;
    }

    /** Address of the byte after the last that is reached directly. */
    public long dataEnd() {
        return dataEnd;
    }

    /** Address of the metadata in front of the frame. */
    public long dataMeta() {
        return dataMeta;
    }

    public NetDevice device() {
        return device;
    }

    /** The receive queue. */
    public int queue() {
        return queue;
    }

    /** Bytes of the frame, fragments included: {@code xdp_get_buff_len}. */
    public int length() {
        return (int) (dataEnd - data) + fragmentBytes;
    }

    int fragmentCount() {
        return fragmentCount;
    }

    int fragmentBytes() {
        return fragmentBytes;
    }

    long fragment(int index) {
        return fragments[index] + fragmentStarts[index];
    }

    int fragmentSize(int index) {
        return fragmentSizes[index];
    }

    /** Takes the first bytes in. */
    void fill(byte[] frame, int from, int count) {
        memory.write(dataEnd, frame, from, count);
        dataEnd += count;
    }

    /** Takes the first bytes of what was filled in as metadata. */
    void metadata(int count) {
        data = dataMeta + count;
    }

    /** Takes up to a page of bytes in as a fragment; there must be room for one. */
    void addFragment(byte[] frame, int from, int count) {
        if (fragmentCount == pages) {
            fragments[pages] = memory.allocate(PAGE, PAGE, "xdp fragment");
            pages++;
        }
        memory.write(fragments[fragmentCount], frame, from, count);
        fragmentStarts[fragmentCount] = 0;
        fragmentSizes[fragmentCount] = count;
        fragmentCount++;
        fragmentBytes += count;
    }

    // What helpers do; each returns 0 or a negative errno.

    /** Moves the start of the frame, and metadata with it. {@code bpf_xdp_adjust_head}. */
    public int adjustHead(int by) {
        long metadata = data - dataMeta;
        long moved = data + by;
        if (moved < hardStart + FRAME_STRUCT + metadata || moved > dataEnd - NetDevice.HEADER_LENGTH) {
            return EINVAL.result();
        }
        if (metadata != 0) {
            memory.copy(dataMeta, dataMeta + by, metadata);
        }
        dataMeta += by;
        data = moved;
        lowest = Math.min(lowest, dataMeta);
        return 0;
    }

    /** Moves the start of the metadata. {@code bpf_xdp_adjust_meta}. */
    public int adjustMeta(int by) {
        long moved = dataMeta + by;
        if (moved < hardStart + FRAME_STRUCT || moved > data) {
            return EINVAL.result();
        }
        if (isInvalidMetadata(data - moved)) {
            return EACCES.result();
        }
        dataMeta = moved;
        lowest = Math.min(lowest, dataMeta);
        return 0;
    }

    /** {@code xdp_metalen_invalid}. */
    static boolean isInvalidMetadata(long length) {
        return length % METADATA_ALIGNMENT != 0 || length > MAX_METADATA;
    }

    /** Moves the end of the frame; what comes in is zeros. {@code bpf_xdp_adjust_tail}. */
    public int adjustTail(int by) {
        if (fragmentCount != 0) {
            return by < 0 ? shrinkFragments(-by) : growFragment(by);
        }
        long moved = dataEnd + by;
        if (moved > hardStart + HARD_END || moved < data + NetDevice.HEADER_LENGTH) {
            return EINVAL.result();
        }
        if (by > 0) {
            memory.fill(dataEnd, by, (byte) 0);
        }
        dataEnd = moved;
        return 0;
    }

    private int growFragment(int by) {
        int last = fragmentCount - 1;
        int used = fragmentStarts[last] + fragmentSizes[last];
        if (by > PAGE - used) {
            return EINVAL.result();
        }
        memory.fill(fragments[last] + used, by, (byte) 0);
        fragmentSizes[last] += by;
        fragmentBytes += by;
        return 0;
    }

    private int shrinkFragments(int by) {
        if (by > length() - NetDevice.HEADER_LENGTH) {
            return EINVAL.result();
        }
        int left = by;
        while (fragmentCount > 0 && left > 0) {
            int last = fragmentCount - 1;
            int shrink = Math.min(left, fragmentSizes[last]);
            left -= shrink;
            fragmentBytes -= shrink;
            fragmentSizes[last] -= shrink;
            if (fragmentSizes[last] == 0) {
                fragmentCount--;
            }
        }
        if (fragmentCount == 0) {
            dataEnd -= left;
        }
        return 0;
    }

    /**
     * Moves bytes out of the fragments to where they are reached directly, until so many are; when there is no room
     * behind them, all move to the front. {@code bpf_xdp_pull_data}.
     */
    public int pullData(int wanted) {
        long linear = dataEnd - data;
        long count = Integer.toUnsignedLong(wanted);
        if (count <= linear) {
            return 0;
        }
        int missing = (int) Math.min(count - linear, Integer.MAX_VALUE);
        long room = dataMeta - hardStart - FRAME_STRUCT;
        long tailroom = hardStart + HARD_END - dataEnd;
        if (count > length() || missing > room + tailroom) {
            return EINVAL.result();
        }
        if (missing > tailroom) {
            moveToFront(missing - tailroom);
        }
        while (missing > 0) {
            missing -= pullFragment(missing);
        }
        return 0;
    }

    private void moveToFront(long by) {
        memory.copy(dataMeta, dataMeta - by, dataEnd - dataMeta);
        dataMeta -= by;
        data -= by;
        dataEnd -= by;
        lowest = Math.min(lowest, dataMeta);
    }

    /** Moves up to so many bytes out of the first fragment; the number of them. */
    private int pullFragment(int most) {
        int count = Math.min(most, fragmentSizes[0]);
        memory.copy(fragment(0), dataEnd, count);
        dataEnd += count;
        fragmentBytes -= count;
        fragmentStarts[0] += count;
        fragmentSizes[0] -= count;
        if (fragmentSizes[0] == 0) {
            dropFirstFragment();
        }
        return count;
    }

    /** The pages behind it move up; its own serves the next frame. */
    private void dropFirstFragment() {
        long page = fragments[0];
        fragmentCount--;
        System.arraycopy(fragments, 1, fragments, 0, fragmentCount);
        System.arraycopy(fragmentStarts, 1, fragmentStarts, 0, fragmentCount);
        System.arraycopy(fragmentSizes, 1, fragmentSizes, 0, fragmentCount);
        fragments[fragmentCount] = page;
    }

    /** Whether bytes may be copied in or out: 0 or a negative errno. The first half of {@code bpf_xdp_pointer}. */
    public int checkRange(long offset, long count) {
        if (offset < 0 || count < 0 || offset > MAX_OFFSET || count > MAX_OFFSET) {
            return EFAULT.result();
        }
        return offset + count > length() ? EINVAL.result() : 0;
    }

    /**
     * Address of bytes that lie in one piece, or 0 when they are spread over several. The second half of
     * {@code bpf_xdp_pointer}.
     */
    public long pointer(long offset, long count) {
        long linear = dataEnd - data;
        if (offset < linear) {
            return offset + count <= linear ? data + offset : 0;
        }
        long within = offset - linear;
        for (int i = 0; i < fragmentCount; i++) {
            if (within < fragmentSizes[i]) {
                return within + count <= fragmentSizes[i] ? fragment(i) + within : 0;
            }
            within -= fragmentSizes[i];
        }
        return 0;
    }

    /** Copies bytes out of the frame, wherever they lie; the range was checked. {@code bpf_xdp_copy_buf}. */
    public void load(long offset, long to, long count) {
        long done = 0;
        while (done < count) {
            long piece = Math.min(count - done, pieceLength(offset + done));
            memory.copy(pointer(offset + done, piece), to + done, piece);
            done += piece;
        }
    }

    /** Copies the first bytes of the frame into a Java array; there must be so many. */
    public void head(byte[] target, int at, int count) {
        int done = 0;
        while (done < count) {
            int piece = (int) Math.min(count - done, pieceLength(done));
            memory.read(pointer(done, piece), target, at + done, piece);
            done += piece;
        }
    }

    /** Copies bytes into the frame, wherever they lie; the range was checked. {@code bpf_xdp_copy_buf}. */
    public void store(long offset, long from, long count) {
        long done = 0;
        while (done < count) {
            long piece = Math.min(count - done, pieceLength(offset + done));
            memory.copy(from + done, pointer(offset + done, piece), piece);
            done += piece;
        }
    }

    /** Bytes from here to the end of the piece that they lie in. */
    private long pieceLength(long offset) {
        long end = dataEnd - data;
        for (int i = 0; offset >= end; i++) {
            end += fragmentSizes[i];
        }
        return end - offset;
    }
}
