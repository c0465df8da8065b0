package dev.skep.nodes;

import dev.skep.isa.MemorySize;
import dev.skep.kernel.memory.AddressSpace;

/** Stores of each size. */
final class StoreNodes {
    private StoreNodes() {}

    static StoreNode create(MemorySize size, AddressSpace memory, MemoryOperand operand, int src, long constant) {
        return switch (size) {
            case U8 -> new U8(memory, operand, src, constant);
            case U16 -> new U16(memory, operand, src, constant);
            case U32 -> new U32(memory, operand, src, constant);
            case U64 -> new U64(memory, operand, src, constant);
        };
    }

    private static final class U8 extends StoreNode {
        U8(AddressSpace memory, MemoryOperand operand, int src, long constant) {
            super(memory, operand, src, constant, MemorySize.U8);
        }

        @Override
        void write(AddressSpace memory, long address, long value) {
            memory.writeByte(address, (byte) value);
        }

        @Override
        void write(AddressSpace memory, long depth, int instructionOffset, long value) {
            memory.setByteAt(depth, instructionOffset, (byte) value);
        }
    }

    private static final class U16 extends StoreNode {
        U16(AddressSpace memory, MemoryOperand operand, int src, long constant) {
            super(memory, operand, src, constant, MemorySize.U16);
        }

        @Override
        void write(AddressSpace memory, long address, long value) {
            memory.writeShort(address, (short) value);
        }

        @Override
        void write(AddressSpace memory, long depth, int instructionOffset, long value) {
            memory.setShortAt(depth, instructionOffset, (short) value);
        }
    }

    private static final class U32 extends StoreNode {
        U32(AddressSpace memory, MemoryOperand operand, int src, long constant) {
            super(memory, operand, src, constant, MemorySize.U32);
        }

        @Override
        void write(AddressSpace memory, long address, long value) {
            memory.writeInt(address, (int) value);
        }

        @Override
        void write(AddressSpace memory, long depth, int instructionOffset, long value) {
            memory.setIntAt(depth, instructionOffset, (int) value);
        }
    }

    private static final class U64 extends StoreNode {
        U64(AddressSpace memory, MemoryOperand operand, int src, long constant) {
            super(memory, operand, src, constant, MemorySize.U64);
        }

        @Override
        void write(AddressSpace memory, long address, long value) {
            memory.writeLong(address, value);
        }

        @Override
        void write(AddressSpace memory, long depth, int instructionOffset, long value) {
            memory.setLongAt(depth, instructionOffset, value);
        }
    }
}
