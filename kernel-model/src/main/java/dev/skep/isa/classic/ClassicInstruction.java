package dev.skep.isa.classic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code struct sock_filter}.
 *
 * <pre>
 *   code(16)  jt(8)  jf(8)  k(32)
 *   code:  0 0 0 0 0 0 0 0  mode(3) size(2) class(3)      loads and stores
 *                           operation(4) source(1) class(3)   the rest
 * </pre>
 *
 * @param code what to do
 * @param jt instructions to skip when a condition holds
 * @param jf instructions to skip when it does not
 * @param k immediate, an unsigned number
 */
public record ClassicInstruction(int code, int jt, int jf, int k) {
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int RET = 0x06;
    static final int MISC = 0x07;

    static final int IMM = 0x00;
    static final int ABS = 0x20;
    static final int IND = 0x40;
    static final int MEM = 0x60;
    static final int LEN = 0x80;
    static final int MSH = 0xa0;

    static final int NEG = 0x80;
    static final int SOURCE_X = 0x08;

    /** Reads instructions as they lie in memory on a little-endian machine. */
    public static List<ClassicInstruction> read(byte[] bytes) {
        if (bytes.length % 8 != 0) {
            throw new IllegalArgumentException(bytes.length + " bytes, expected a multiple of 8");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<ClassicInstruction> instructions = new ArrayList<>();
        while (buffer.hasRemaining()) {
            instructions.add(new ClassicInstruction(
                    buffer.getShort() & 0xffff, buffer.get() & 0xff, buffer.get() & 0xff, buffer.getInt()));
        }
        return instructions;
    }

    int classOfCode() {
        return code & 0x07;
    }

    int mode() {
        return code & 0xe0;
    }

    int operation() {
        return code & 0xf0;
    }

    boolean takesX() {
        return (code & SOURCE_X) != 0;
    }
}
