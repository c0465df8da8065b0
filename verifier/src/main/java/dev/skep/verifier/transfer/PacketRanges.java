package dev.skep.verifier.transfer;

import dev.skep.isa.Condition;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.VerifierState;

/**
 * A packet pointer was compared with the end of the packet: up to there the packet may be read, through all pointers
 * with the same origin; the kernel's {@code try_match_pkt_pointers()}.
 *
 * <pre>
 *   r2 = r3
 *   r2 += 8
 *   if r2 &gt; end goto far     here:  r3=pkt(r=8)     there: r2 is beyond the end
 * </pre>
 */
final class PacketRanges {
    private static final int MAX_OFFSET = 0xffff;

    private PacketRanges() {}

    /** Whether the end itself is still in the packet. */
    private enum End {
        INCLUDED,
        EXCLUDED
    }

    /** @return whether this was such a comparison */
    static boolean learn(Condition condition, int dst, int src, VerifierState fallThrough, VerifierState taken) {
        RegisterState left = fallThrough.current().registers[dst];
        RegisterState right = fallThrough.current().registers[src];
        if (isBounded(left, right)) {
            return learn(condition, dst, left, fallThrough, taken);
        }
        if (isBounded(right, left)) {
            return learn(flipped(condition), src, right, fallThrough, taken);
        }
        return false;
    }

    private static boolean isBounded(RegisterState pointer, RegisterState limit) {
        return (pointer.type().is(RegisterKind.PACKET) && limit.type().is(RegisterKind.PACKET_END))
                || (pointer.type().is(RegisterKind.PACKET_META) && isStart(limit));
    }

    /** The packet's first byte, as the context gave it. */
    private static boolean isStart(RegisterState register) {
        return register.type().is(RegisterKind.PACKET)
                && register.id() == 0
                && register.offset() == 0
                && register.scalar().isConstant(0);
    }

    private static Condition flipped(Condition condition) {
        return switch (condition) {
            case GT -> Condition.LT;
            case LT -> Condition.GT;
            case GE -> Condition.LE;
            case LE -> Condition.GE;
            default -> condition;
        };
    }

    /** {@code pointer condition end}. */
    private static boolean learn(
            Condition condition, int number, RegisterState pointer, VerifierState fallThrough, VerifierState taken) {
        switch (condition) {
            case GT -> {
                extend(fallThrough, pointer, End.INCLUDED);
                markEnd(taken, number, RegisterState.BEYOND_PACKET_END);
            }
            case LE -> {
                extend(taken, pointer, End.INCLUDED);
                markEnd(fallThrough, number, RegisterState.BEYOND_PACKET_END);
            }
            case GE -> {
                extend(fallThrough, pointer, End.EXCLUDED);
                markEnd(taken, number, RegisterState.AT_PACKET_END);
            }
            case LT -> {
                extend(taken, pointer, End.EXCLUDED);
                markEnd(fallThrough, number, RegisterState.AT_PACKET_END);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void extend(VerifierState state, RegisterState pointer, End end) {
        int offset = pointer.offset();
        if (offset < 0 || (offset == 0 && end == End.EXCLUDED)) {
            return;
        }
        long most = pointer.scalar().umax();
        if (Long.compareUnsigned(most, MAX_OFFSET) > 0 || most + offset > MAX_OFFSET) {
            return;
        }
        int range = end == End.EXCLUDED ? offset + 1 : offset;
        state.replaceRegisters(register ->
                register.type().equals(pointer.type()) && register.id() == pointer.id() && register.first() < range
                        ? register.withFirst(range)
                        : register);
    }

    private static void markEnd(VerifierState state, int number, int range) {
        RegisterState register = state.current().registers[number];
        if (register.type().is(RegisterKind.PACKET)) {
            state.current().registers[number] = register.withFirst(range);
        }
    }
}
