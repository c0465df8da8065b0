package dev.skep.nodes;

import dev.skep.isa.MemorySize;
import dev.skep.kernel.memory.AddressSpace;

/** Loads of each size, zero-extended and sign-extended. */
final class LoadNodes {
    private LoadNodes() {}

    static LoadNode create(MemorySize size, AddressSpace memory, int slot, int dst, int base, int offset) {
        return switch (size) {
            case U8 -> new U8(memory, slot, dst, base, offset);
            case U16 -> new U16(memory, slot, dst, base, offset);
            case U32 -> new U32(memory, slot, dst, base, offset);
            case U64 -> new U64(memory, slot, dst, base, offset);
        };
    }

    static LoadNode createSigned(MemorySize size, AddressSpace memory, int slot, int dst, int base, int offset) {
        return switch (size) {
            case U8 -> new S8(memory, slot, dst, base, offset);
            case U16 -> new S16(memory, slot, dst, base, offset);
            case U32 -> new S32(memory, slot, dst, base, offset);
            case U64 -> new U64(memory, slot, dst, base, offset);
        };
    }

    private static final class U8 extends LoadNode {
        U8(AddressSpace memory, int slot, int dst, int base, int offset) {
            super(memory, slot, dst, base, offset, MemorySize.U8);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return Byte.toUnsignedLong(memory.readByte(address));
        }
    }

    private static final class U16 extends LoadNode {
        U16(AddressSpace memory, int slot, int dst, int base, int offset) {
            super(memory, slot, dst, base, offset, MemorySize.U16);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return Short.toUnsignedLong(memory.readShort(address));
        }
    }

    private static final class U32 extends LoadNode {
        U32(AddressSpace memory, int slot, int dst, int base, int offset) {
            super(memory, slot, dst, base, offset, MemorySize.U32);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return Integer.toUnsignedLong(memory.readInt(address));
        }
    }

    private static final class U64 extends LoadNode {
        U64(AddressSpace memory, int slot, int dst, int base, int offset) {
            super(memory, slot, dst, base, offset, MemorySize.U64);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readLong(address);
        }
    }

    private static final class S8 extends LoadNode {
        S8(AddressSpace memory, int slot, int dst, int base, int offset) {
            super(memory, slot, dst, base, offset, MemorySize.U8);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readByte(address);
        }

        @Override
        long extend(long contextValue) {
            return (byte) contextValue;
        }
    }

    private static final class S16 extends LoadNode {
        S16(AddressSpace memory, int slot, int dst, int base, int offset) {
            super(memory, slot, dst, base, offset, MemorySize.U16);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readShort(address);
        }

        @Override
        long extend(long contextValue) {
            return (short) contextValue;
        }
    }

    private static final class S32 extends LoadNode {
        S32(AddressSpace memory, int slot, int dst, int base, int offset) {
            super(memory, slot, dst, base, offset, MemorySize.U32);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readInt(address);
        }

        @Override
        long extend(long contextValue) {
            return (int) contextValue;
        }
    }
}
