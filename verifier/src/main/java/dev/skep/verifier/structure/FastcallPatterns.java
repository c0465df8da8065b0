package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.RawInstruction;

/**
 * Finds calls that clang surrounded with saves of registers that such a call would not touch anyway:
 *
 * <pre>
 *   *(u64 *)(r10 -16) = r2
 *   call bpf_get_smp_processor_id#8
 *   r2 = *(u64 *)(r10 -16)
 * </pre>
 *
 * When nobody else uses those stack slots, the saves go away, and the stack gets smaller.
 * {@code mark_fastcall_patterns()}.
 */
final class FastcallPatterns {
    private static final int STORE_64 = 0x7b;
    private static final int LOAD_64 = 0x79;
    private static final int FRAME_POINTER = 10;
    private static final int CALLER_SAVED = 0x3f;
    private static final int CALLER_SAVED_COUNT = 6;
    private static final int SLOT_BYTES = 8;

    private final Bytecode code;
    private final CallDirectory calls;

    /** Whether a slot saves or restores a register around such a call. */
    final boolean[] member;

    /** Of a call: how many registers are saved around it for nothing. */
    final byte[] spills;

    /** Of a function: the lowest offset from the frame pointer that is not only used so. */
    final int[] stackOffset;

    /** Of a function: whether some call needs its saves. */
    final boolean[] keepsStack;

    FastcallPatterns(Bytecode code, Subprograms subprograms, CallDirectory calls) {
        this.code = code;
        this.calls = calls;
        this.member = new boolean[code.size()];
        this.spills = new byte[code.size()];
        this.stackOffset = new int[subprograms.count()];
        this.keepsStack = new boolean[subprograms.count()];
        for (int number = 0; number < subprograms.count(); number++) {
            int lowest = lowestSpill(subprograms.start(number), subprograms.end(number));
            for (int slot = subprograms.start(number); slot < subprograms.end(number); slot++) {
                if (code.raw(slot).opcode() == Slots.CALL) {
                    match(number, slot, lowest);
                }
            }
        }
    }

    private int lowestSpill(int start, int end) {
        int lowest = 0;
        for (int slot = start; slot < end; slot++) {
            RawInstruction raw = code.raw(slot);
            if (raw.opcode() == STORE_64 && raw.dst() == FRAME_POINTER) {
                lowest = Math.min(lowest, raw.offset());
            }
        }
        return lowest;
    }

    private void match(int subprogram, int call, int lowest) {
        CallSummary summary = LiveRegisters.summary(code.raw(call), calls);
        if (summary == null) {
            return;
        }
        int clobbered = (1 << (summary.parameters() + 1)) - 2;
        if (!summary.has(CallEffect.RETURNS_NOTHING)) {
            clobbered |= 1;
        }
        int kept = ~clobbered & CALLER_SAVED;
        int offset = lowest;
        int pairs = 0;
        while (kept != 0 && pairs < CALLER_SAVED_COUNT && isPair(call, pairs + 1, offset, kept)) {
            pairs++;
            kept &= ~(1 << code.raw(call - pairs).src());
            member[call - pairs] = true;
            member[call + pairs] = true;
            offset += SLOT_BYTES;
        }
        if (pairs == 0) {
            return;
        }
        if (summary.has(CallEffect.INLINED)) {
            spills[call] = (byte) pairs;
        } else {
            keepsStack[subprogram] = true;
        }
        stackOffset[subprogram] = Math.min(stackOffset[subprogram], offset);
    }

    /** Whether the slots so far before and behind a call save and restore one of these registers at this offset. */
    private boolean isPair(int call, int distance, int offset, int registers) {
        if (call - distance < 0 || call + distance >= code.size()) {
            return false;
        }
        RawInstruction save = code.raw(call - distance);
        RawInstruction restore = code.raw(call + distance);
        return save.opcode() == STORE_64
                && restore.opcode() == LOAD_64
                && save.dst() == FRAME_POINTER
                && restore.src() == FRAME_POINTER
                && save.src() == restore.dst()
                && (registers & 1 << save.src()) != 0
                && save.offset() == offset
                && restore.offset() == offset;
    }
}
