package dev.skep.kernel.memory;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A struct of the kernel in simulated memory. Kernels differ: what is put into a member that this kernel's struct does
 * not have is dropped, so that one description serves them all. Members are named by paths: {@code f_path.dentry}.
 */
public final class KernelStruct {
    private final KernelStructs structs;
    private final KernelStructs.Layout layout;
    private final long address;

    KernelStruct(KernelStructs structs, KernelStructs.Layout layout, long address) {
        this.structs = structs;
        this.layout = layout;
        this.address = address;
    }

    public long address() {
        return address;
    }

    public boolean has(String member) {
        return layout.place(member) != null;
    }

    /** Puts a number or an address into a member, cut to the member's size. */
    public KernelStruct put(String member, long value) {
        KernelStructs.Place place = layout.place(member);
        if (place == null) {
            return this;
        }
        long at = address + place.offset();
        AddressSpace memory = structs.memory();
        if (place.bits() != 0) {
            putBits(at, place, value);
            return this;
        }
        switch ((int) place.size()) {
            case 1 -> memory.writeByte(at, (byte) value);
            case 2 -> memory.writeShort(at, (short) value);
            case 4 -> memory.writeInt(at, (int) value);
            case 8 -> memory.writeLong(at, value);
            default ->
                throw new IllegalArgumentException(
                        layout.name() + "." + member + " has " + place.size() + " bytes, expected a number's size");
        }
        return this;
    }

    private void putBits(long at, KernelStructs.Place place, long value) {
        for (int bit = 0; bit < place.bits(); bit++) {
            int position = place.shift() + bit;
            long byteAt = at + position / 8;
            int mask = 1 << position % 8;
            int old = structs.memory().readByte(byteAt);
            boolean set = (value >>> bit & 1) != 0;
            structs.memory().writeByte(byteAt, (byte) (set ? old | mask : old & ~mask));
        }
    }

    /** Puts the address of another struct into a member; of none, 0. */
    public KernelStruct put(String member, @Nullable KernelStruct pointee) {
        return put(member, pointee == null ? 0 : pointee.address);
    }

    /** Puts bytes at the start of a member, zeros behind them, as many as the member has at most. */
    public KernelStruct put(String member, byte[] bytes) {
        KernelStructs.Place place = layout.place(member);
        if (place != null) {
            int count = (int) Math.min(bytes.length, place.size());
            structs.memory().fill(address + place.offset(), place.size(), (byte) 0);
            structs.memory().write(address + place.offset(), bytes, 0, count);
        }
        return this;
    }

    /** Makes a list head in a member a list without elements. */
    public KernelStruct putEmptyList(String member) {
        KernelStructs.Place place = layout.place(member);
        if (place != null) {
            long head = address + place.offset();
            structs.memory().writeLong(head, head);
            structs.memory().writeLong(head + 8, head);
        }
        return this;
    }

    /**
     * The number in a member of up to 8 bytes, without sign.
     *
     * @throws NoSuchElementException if the struct has no such member
     */
    public long get(String member) {
        KernelStructs.Place place = place(member);
        long value = 0;
        for (int i = (int) Math.min(8, place.size()) - 1; i >= 0; i--) {
            value = value << 8 | structs.memory().readByte(address + place.offset() + i) & 0xff;
        }
        return place.bits() == 0 ? value : value >>> place.shift() & (1L << place.bits()) - 1;
    }

    /**
     * The address of a member.
     *
     * @throws NoSuchElementException if the struct has no such member
     */
    public long addressOf(String member) {
        return address + place(member).offset();
    }

    private KernelStructs.Place place(String member) {
        KernelStructs.Place place = layout.place(member);
        if (place == null) {
            throw new NoSuchElementException("struct " + layout.name() + " has no member " + member);
        }
        return place;
    }
}
