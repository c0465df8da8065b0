package dev.skep.verifier.check;

import dev.skep.isa.RawInstruction;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.structure.ReservedFields;

/** Instructions that no program may have, but that the kernel looks at only when a path comes to them. */
final class InvalidInstructions {
    private static final int FIRST_BRANCH = 0x10;
    private static final int LAST_BRANCH = 0xd0;
    private static final int OPERATION_CALL = 0x80;
    private static final int OPERATION_EXIT = 0x90;
    private static final int MODE_INDIRECT = 0x40;
    private static final int OPERATION_MOVE = 0xb0;

    private final Verification verification;
    private final Operands operands;
    private final PacketLoads packetLoads;

    InvalidInstructions(Verification verification, Operands operands, PacketLoads packetLoads) {
        this.verification = verification;
        this.operands = operands;
        this.packetLoads = packetLoads;
    }

    void refuse(int instruction) {
        RawInstruction raw = verification.code.raw(instruction);
        switch (raw.instructionClass()) {
            case JMP, JMP32 -> {
                verification.counters.jumps++;
                refuseJump(raw);
            }
            case LD -> refuseLoad(raw);
            case LDX -> {
                complain(raw);
                operands.source(raw.src(), Width.W64);
                operands.destination(raw.dst(), Width.W64);
            }
            case ST -> {
                complain(raw);
                operands.source(raw.dst(), Width.W64);
            }
            case STX -> {
                complain(raw);
                operands.source(raw.src(), Width.W64);
                operands.source(raw.dst(), Width.W64);
            }
            case ALU, ALU64 -> refuseArithmetic(raw);
        }
        throw verification.reject(Errno.EINVAL, "unknown insn class " + (raw.opcode() & 7));
    }

    private void complain(RawInstruction raw) {
        String complaint = ReservedFields.complaint(raw);
        if (complaint != null) {
            throw verification.reject(Errno.EINVAL, complaint);
        }
    }

    private void refuseArithmetic(RawInstruction raw) {
        complain(raw);
        if (raw.hasRegisterSource()) {
            operands.source(raw.src(), Width.W64);
        }
        if (raw.operation() != OPERATION_MOVE) {
            operands.source(raw.dst(), Width.W64);
        }
        operands.destination(raw.dst(), Width.W64);
    }

    private void refuseLoad(RawInstruction raw) {
        boolean wide = raw.opcode() == RawInstruction.LD_IMM64;
        if (!wide) {
            packetLoads.expectAllowed();
        }
        complain(raw);
        if (wide) {
            operands.destination(raw.dst(), Width.W64);
        } else if (raw.mode() == MODE_INDIRECT) {
            operands.source(raw.src(), Width.W64);
        }
    }

    private void refuseJump(RawInstruction raw) {
        int operation = raw.operation();
        boolean isBranch = operation >= FIRST_BRANCH
                && operation <= LAST_BRANCH
                && operation != OPERATION_CALL
                && operation != OPERATION_EXIT;
        if (!isBranch) {
            complain(raw);
            return;
        }
        operands.source(raw.dst(), Width.W64);
        complain(raw);
        if (raw.hasRegisterSource()) {
            operands.source(raw.src(), Width.W64);
        }
    }
}
