package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.RawInstruction;
import org.jspecify.annotations.Nullable;

/**
 * Which registers may still be read before they are written: for each slot a bit for each register that is alive before
 * it. {@code compute_live_registers()}.
 *
 * <p>Registers live backwards: those that a slot reads, and those that live behind it unless it writes them.
 */
final class LiveRegisters {
    private static final int ALL = 0xffff;
    private static final int R0 = 1;

    /** r0 to r5: what a call overwrites. */
    private static final int CALLER_SAVED = 0x3f;

    private static final int MODE_IMMEDIATE = 0x00;
    private static final int MODE_MEMORY = 0x60;
    private static final int MODE_MEMORY_SIGN_EXTENDED = 0x80;
    private static final int MODE_ATOMIC = 0xc0;
    private static final int COMPARE_AND_EXCHANGE = 0xf1;
    private static final int LOAD_ACQUIRE = 0x100;
    private static final int STORE_RELEASE = 0x110;
    private static final int FETCH = 1;
    private static final int OPERATION_MOVE = 0xb0;
    private static final int OPERATION_END = 0xd0;
    private static final int OPERATION_MAY_GOTO = 0xe0;

    /** What a slot reads and what it overwrites, a bit a register. */
    private record Effect(int reads, int writes) {
        private static final Effect UNKNOWN = new Effect(ALL, 0);
    }

    private LiveRegisters() {}

    static short[] of(Bytecode code, FlowGraph graph, Postorder order, CallDirectory calls) {
        Effect[] effects = new Effect[code.size()];
        short[] live = new short[code.size()];
        int[] slots = order.all();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int slot : slots) {
                Effect effect = effects[slot];
                if (effect == null) {
                    effect = effect(code.raw(slot), calls);
                    effects[slot] = effect;
                }
                int behind = 0;
                for (int index = 0; index < graph.count(slot); index++) {
                    behind |= live[graph.successor(slot, index)];
                }
                short before = (short) ((behind & ~effect.writes) | effect.reads);
                changed |= before != live[slot];
                live[slot] = before;
            }
        }
        return live;
    }

    private static Effect effect(RawInstruction raw, CallDirectory calls) {
        int dst = 1 << raw.dst();
        int src = 1 << raw.src();
        return switch (raw.instructionClass()) {
            case LD -> raw.mode() == MODE_IMMEDIATE ? new Effect(0, dst) : Effect.UNKNOWN;
            case LDX ->
                raw.mode() == MODE_MEMORY || raw.mode() == MODE_MEMORY_SIGN_EXTENDED
                        ? new Effect(src, dst)
                        : Effect.UNKNOWN;
            case ST -> raw.mode() == MODE_MEMORY ? new Effect(dst, 0) : Effect.UNKNOWN;
            case STX ->
                switch (raw.mode()) {
                    case MODE_MEMORY -> new Effect(dst | src, 0);
                    case MODE_ATOMIC -> atomic(raw.immediate(), dst, src);
                    default -> Effect.UNKNOWN;
                };
            case ALU, ALU64 -> arithmetic(raw, dst, src);
            case JMP, JMP32 -> jump(raw, dst, src, calls);
        };
    }

    private static Effect atomic(int operation, int dst, int src) {
        return switch (operation) {
            case COMPARE_AND_EXCHANGE -> new Effect(R0 | dst | src, R0);
            case LOAD_ACQUIRE -> new Effect(src, dst);
            case STORE_RELEASE -> new Effect(dst | src, 0);
            default -> new Effect(dst | src, (operation & FETCH) != 0 ? src : 0);
        };
    }

    private static Effect arithmetic(RawInstruction raw, int dst, int src) {
        int operand = raw.hasRegisterSource() ? src : 0;
        return switch (raw.operation()) {
            case OPERATION_END -> new Effect(dst, dst);
            case OPERATION_MOVE -> new Effect(operand, dst);
            default -> new Effect(dst | operand, dst);
        };
    }

    private static Effect jump(RawInstruction raw, int dst, int src, CallDirectory calls) {
        return switch (raw.operation()) {
            case Slots.OPERATION_JA, OPERATION_MAY_GOTO -> new Effect(0, 0);
            case Slots.OPERATION_EXIT -> new Effect(R0, 0);
            case Slots.OPERATION_CALL -> {
                CallSummary summary = summary(raw, calls);
                int parameters = summary == null ? CALLER_SAVED & ~R0 : (1 << (summary.parameters() + 1)) - 2;
                yield new Effect(parameters, CALLER_SAVED);
            }
            default -> new Effect(raw.hasRegisterSource() ? dst | src : dst, 0);
        };
    }

    /** What is known about the target of a call; nothing when it is a function of the program. */
    static @Nullable CallSummary summary(RawInstruction raw, CallDirectory calls) {
        if (Slots.isHelperCall(raw)) {
            return calls.helper(raw.immediate());
        }
        return Slots.isKfuncCall(raw) ? calls.kfunc(new CallKfunc(raw.immediate(), raw.offset())) : null;
    }
}
