package dev.skep.kernel.net;

import dev.skep.kernel.Errno;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data that a task sends through a socket in a map, as programs of {@code sk_msg} see it: pieces one after the other,
 * of which {@code data} and {@code data_end} of the context show one. Sizes and places are unsigned numbers of 32 bits.
 * Counterpart: {@code struct sk_msg}.
 *
 * <pre>
 *   pieces   |....0....|......1......|..2..|
 *            ^data     ^data_end
 * </pre>
 */
public final class SkMessage implements ProgramContext {
    // Fields of struct sk_msg_md, which stands in memory.
    private static final int DATA = 0;
    private static final int DATA_END = 8;
    private static final int SIZE = 68;

    /** {@code MAX_MSG_FRAGS}. */
    private static final int MOST_PIECES = 17;

    /** The largest block of pages that the kernel gives in one piece. */
    private static final long LARGEST_BLOCK = 4L << 20;

    private final AddressSpace memory;
    private final long context;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Long> blocks = new ArrayList<>();
    private int applied;
    private int corked;
    private @Nullable OpenSocket target;
    private long redirectFlags;

    private record Piece(long address, long length) {}

    /** A message in one piece, whose context is at an address. */
    public SkMessage(AddressSpace memory, long context, byte[] bytes) {
        this.memory = memory;
        this.context = context;
        long block = allocate(Math.max(1, bytes.length));
        memory.write(block, bytes);
        if (bytes.length > 0) {
            pieces.add(new Piece(block, bytes.length));
        }
        show();
    }

    private long allocate(long size) {
        long block = memory.allocate(size, Long.BYTES, "message");
        blocks.add(block);
        return block;
    }

    /** Where the first piece is: {@code sk_msg_compute_data_pointers}. */
    private void show() {
        Piece first = pieces.isEmpty() ? new Piece(blocks.getFirst(), 0) : pieces.getFirst();
        show(first.address, first.length);
    }

    private void show(long start, long length) {
        memory.writeLong(context + DATA, start);
        memory.writeLong(context + DATA_END, start + length);
        memory.writeInt(context + SIZE, (int) size());
    }

    private long size() {
        return pieces.stream().mapToLong(Piece::length).sum();
    }

    /** All of it. */
    public byte[] bytes() {
        byte[] all = new byte[(int) size()];
        int at = 0;
        for (Piece piece : pieces) {
            memory.read(piece.address, all, at, (int) piece.length);
            at += (int) piece.length;
        }
        return all;
    }

    /** The piece that holds a byte, or the number of pieces; what is before it in {@code before}. */
    private int find(long start) {
        long before = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (start < before + pieces.get(i).length) {
                return i;
            }
            before += pieces.get(i).length;
        }
        return pieces.size();
    }

    private long before(int piece) {
        long sum = 0;
        for (int i = 0; i < piece; i++) {
            sum += pieces.get(i).length;
        }
        return sum;
    }

    /**
     * Shows a range, which lies in one piece then. {@code bpf_msg_pull_data}.
     *
     * @return 0, or a negative errno
     */
    public int pull(int from, int to, long flags) {
        long start = Integer.toUnsignedLong(from);
        long count = Integer.toUnsignedLong(to) - start;
        int first = find(start);
        if (flags != 0 || count <= 0 || first == pieces.size()) {
            return Errno.EINVAL.result();
        }
        long inFirst = start - before(first);
        long wanted = inFirst + count;
        int last = first;
        long joined = pieces.get(first).length;
        while (joined < wanted && last + 1 < pieces.size()) {
            last++;
            joined += pieces.get(last).length;
        }
        if (joined < wanted) {
            return Errno.EINVAL.result();
        }
        if (last > first) {
            if (joined > LARGEST_BLOCK) {
                return Errno.ENOMEM.result();
            }
            join(first, last, joined);
        }
        show(pieces.get(first).address + inFirst, count);
        return 0;
    }

    private void join(int first, int last, long size) {
        long block = allocate(size);
        long at = block;
        for (int i = first; i <= last; i++) {
            Piece piece = pieces.get(i);
            memory.copy(piece.address, at, piece.length);
            at += piece.length;
        }
        pieces.subList(first, last + 1).clear();
        pieces.add(first, new Piece(block, size));
    }

    /**
     * Makes room for bytes, which are zero, and shows the first piece. {@code bpf_msg_push_data}.
     *
     * @return 0, or a negative errno
     */
    public int push(int from, int count, long flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (count == 0) {
            return 0;
        }
        long start = Integer.toUnsignedLong(from);
        long length = Integer.toUnsignedLong(count);
        if (start > size()) {
            return Errno.EINVAL.result();
        }
        int at = find(start);
        int space = MOST_PIECES - pieces.size();
        int split = at == pieces.size() ? at - 1 : at;
        long front = split < 0 ? 0 : start - before(split);
        boolean copies = space == 0 || space == 1 && front != 0;
        if (length + (copies ? pieces.get(split).length : 0) > LARGEST_BLOCK) {
            return Errno.ENOMEM.result();
        }
        if (copies) {
            Piece whole = pieces.get(split);
            long block = allocate(whole.length + length);
            memory.copy(whole.address, block, front);
            memory.copy(whole.address + front, block + front + length, whole.length - front);
            pieces.set(split, new Piece(block, whole.length + length));
        } else {
            insert(split, front, new Piece(allocate(length), length));
        }
        show();
        return 0;
    }

    private void insert(int split, long front, Piece made) {
        if (front == 0) {
            pieces.add(Math.max(0, split), made);
            return;
        }
        Piece whole = pieces.get(split);
        pieces.set(split, new Piece(whole.address, front));
        pieces.add(split + 1, made);
        if (whole.length > front) {
            pieces.add(split + 2, new Piece(whole.address + front, whole.length - front));
        }
    }

    /**
     * Takes bytes out, and shows the first piece. {@code bpf_msg_pop_data}.
     *
     * @return 0, or a negative errno
     */
    public int pop(int from, int count, long flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (count == 0) {
            return 0;
        }
        long start = Integer.toUnsignedLong(from);
        long end = start + Integer.toUnsignedLong(count);
        if (start >= size() || end > size()) {
            return Errno.EINVAL.result();
        }
        boolean full = pieces.size() == MOST_PIECES;
        List<Piece> left = new ArrayList<>();
        long before = 0;
        for (Piece piece : pieces) {
            long head = Math.clamp(start - before, 0, piece.length);
            long tail = Math.clamp(before + piece.length - end, 0, piece.length);
            if (head > 0 && tail > 0 && full) {
                long block = allocate(head + tail);
                memory.copy(piece.address, block, head);
                memory.copy(piece.address + piece.length - tail, block + head, tail);
                left.add(new Piece(block, head + tail));
            } else {
                if (head > 0) {
                    left.add(new Piece(piece.address, head));
                }
                if (tail > 0) {
                    left.add(new Piece(piece.address + piece.length - tail, tail));
                }
            }
            before += piece.length;
        }
        pieces.clear();
        pieces.addAll(left);
        show();
        return 0;
    }

    /** The verdict stands for so many bytes. */
    public void apply(int bytes) {
        applied = bytes;
    }

    /** For how many bytes the verdict stands; 0 for all of this message. */
    public int applied() {
        return applied;
    }

    /** Programs are not to be asked before there are so many bytes. */
    public void cork(int bytes) {
        corked = bytes;
    }

    /** How many bytes programs wait for; 0 if they do not. */
    public int corked() {
        return corked;
    }

    /** It goes to another socket if the program lets it pass. */
    public void redirect(OpenSocket socket, long flags) {
        target = socket;
        redirectFlags = flags;
    }

    /** Where it goes instead; empty if it goes on. */
    public Optional<OpenSocket> target() {
        return Optional.ofNullable(target);
    }

    /** Flags of the redirection: 1, {@code BPF_F_INGRESS}, for what the other socket receives. */
    public long redirectFlags() {
        return redirectFlags;
    }

    /** Nobody needs it any more. */
    public void free() {
        blocks.forEach(memory::free);
        blocks.clear();
    }
}
