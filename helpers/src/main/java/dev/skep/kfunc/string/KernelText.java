package dev.skep.kfunc.string;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;

/** Reads text of the kernel byte by byte; nothing that is read here faults. */
final class KernelText {
    /** {@code XATTR_SIZE_MAX}: strings are followed so far. */
    static final int LONGEST = 65_536;

    /** What {@link #at} gives for an address that nothing is behind. */
    static final int UNREADABLE = -1;

    private static final long USER_END = 0x0000_7fff_ffff_f000L + AddressSpace.PAGE_SIZE;
    private static final int ADDRESS_BITS = 48;

    private KernelText() {}

    /** 0, or {@code -ERANGE} for an address that is not the kernel's. */
    static int check(long address) {
        boolean canonical = address << (64 - ADDRESS_BITS) >> (64 - ADDRESS_BITS) == address;
        boolean kernels = Long.compareUnsigned(address, USER_END) >= 0;
        return canonical && kernels ? 0 : Errno.ERANGE.result();
    }

    static int at(AddressSpace memory, long address) {
        return memory.contains(address, 1) ? memory.readByte(address) & 0xff : UNREADABLE;
    }

    /** In small letters: ASCII and Latin-1, as the kernel does it. */
    static int lower(int c) {
        boolean capital = (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
        return capital ? c + 32 : c;
    }
}
