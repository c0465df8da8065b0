package dev.skep.nodes;

import dev.skep.isa.MemorySize;
import dev.skep.kernel.memory.AddressSpace;

/** Loads of each size, zero-extended and sign-extended. */
final class LoadNodes {
    private LoadNodes() {}

    static LoadNode create(MemorySize size, AddressSpace memory, MemoryOperand operand, int dst) {
        return switch (size) {
            case U8 -> new U8(memory, operand, dst);
            case U16 -> new U16(memory, operand, dst);
            case U32 -> new U32(memory, operand, dst);
            case U64 -> new U64(memory, operand, dst);
        };
    }

    static LoadNode createSigned(MemorySize size, AddressSpace memory, MemoryOperand operand, int dst) {
        return switch (size) {
            case U8 -> new S8(memory, operand, dst);
            case U16 -> new S16(memory, operand, dst);
            case U32 -> new S32(memory, operand, dst);
            case U64 -> new U64(memory, operand, dst);
        };
    }

    private static final class U8 extends LoadNode {
        U8(AddressSpace memory, MemoryOperand operand, int dst) {
            super(memory, operand, dst, MemorySize.U8);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return Byte.toUnsignedLong(memory.readByte(address));
        }

        @Override
        long read(AddressSpace memory, long depth, int instructionOffset) {
            return Byte.toUnsignedLong(memory.byteAt(depth, instructionOffset));
        }
    }

    private static final class U16 extends LoadNode {
        U16(AddressSpace memory, MemoryOperand operand, int dst) {
            super(memory, operand, dst, MemorySize.U16);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return Short.toUnsignedLong(memory.readShort(address));
        }

        @Override
        long read(AddressSpace memory, long depth, int instructionOffset) {
            return Short.toUnsignedLong(memory.shortAt(depth, instructionOffset));
        }
    }

    private static final class U32 extends LoadNode {
        U32(AddressSpace memory, MemoryOperand operand, int dst) {
            super(memory, operand, dst, MemorySize.U32);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return Integer.toUnsignedLong(memory.readInt(address));
        }

        @Override
        long read(AddressSpace memory, long depth, int instructionOffset) {
            return Integer.toUnsignedLong(memory.intAt(depth, instructionOffset));
        }
    }

    private static final class U64 extends LoadNode {
        U64(AddressSpace memory, MemoryOperand operand, int dst) {
            super(memory, operand, dst, MemorySize.U64);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readLong(address);
        }

        @Override
        long read(AddressSpace memory, long depth, int instructionOffset) {
            return memory.longAt(depth, instructionOffset);
        }
    }

    private static final class S8 extends LoadNode {
        S8(AddressSpace memory, MemoryOperand operand, int dst) {
            super(memory, operand, dst, MemorySize.U8);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readByte(address);
        }

        @Override
        long read(AddressSpace memory, long depth, int instructionOffset) {
            return memory.byteAt(depth, instructionOffset);
        }

        @Override
        long extend(long contextValue) {
            return (byte) contextValue;
        }
    }

    private static final class S16 extends LoadNode {
        S16(AddressSpace memory, MemoryOperand operand, int dst) {
            super(memory, operand, dst, MemorySize.U16);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readShort(address);
        }

        @Override
        long read(AddressSpace memory, long depth, int instructionOffset) {
            return memory.shortAt(depth, instructionOffset);
        }

        @Override
        long extend(long contextValue) {
            return (short) contextValue;
        }
    }

    private static final class S32 extends LoadNode {
        S32(AddressSpace memory, MemoryOperand operand, int dst) {
            super(memory, operand, dst, MemorySize.U32);
        }

        @Override
        long read(AddressSpace memory, long address) {
            return memory.readInt(address);
        }

        @Override
        long read(AddressSpace memory, long depth, int instructionOffset) {
            return memory.intAt(depth, instructionOffset);
        }

        @Override
        long extend(long contextValue) {
            return (int) contextValue;
        }
    }
}
