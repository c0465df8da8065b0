package dev.skep.nodes;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Registers as sums of something unknown and a constant, modulo 2^64. Two registers with the same unknown differ by
 * their constants, whatever the unknown is.
 *
 * <pre>
 *   r4 = r2          r4 is a
 *   r4 += r3         r4 is a+b
 *   r3 += 2          r3 is b, plus 2
 *   r5 = r2
 *   r5 += r3         r5 is a+b, plus 2
 * </pre>
 */
final class KnownSums {
    /** Of a register that holds a constant. */
    private static final int NOTHING = 0;
    /** Of a register with an address that the compiler knows, though nobody does here: of a map, or of the stack. */
    private static final int ADDRESS = 1;

    private final Map<Parts, Integer> sums = new HashMap<>();
    /** What a sum was made of, by its number. */
    private final Map<Integer, Parts> parts = new HashMap<>();

    private int unknowns = ADDRESS + 1;

    /** Two unknowns, the lower number first. */
    private record Parts(int one, int other) {}

    /** Two registers that hold the parts of a sum, each plus a constant of its own. */
    record Registers(int left, int right) {}

    /** What each register is. */
    static final class State {
        private final Map<Integer, Parts> parts;
        private final int[] unknown;
        private final long[] constant;

        private State(Map<Integer, Parts> parts, int[] unknown, long[] constant) {
            this.parts = parts;
            this.unknown = unknown;
            this.constant = constant;
        }

        State copy() {
            return new State(parts, unknown.clone(), constant.clone());
        }

        /** Whether a register holds what is the same each time. */
        boolean isConstant(int register) {
            return unknown[register] <= ADDRESS;
        }

        /** The number of the unknown in a register. */
        int unknown(int register) {
            return unknown[register];
        }

        /** What is added to the unknown. */
        long constant(int register) {
            return constant[register];
        }

        /** The registers whose unknowns make that of this register; nothing when it is no sum, or they are gone. */
        Optional<Registers> sum(int register) {
            Parts of = parts.get(unknown[register]);
            if (of == null) {
                return Optional.empty();
            }
            int left = find(of.one);
            int right = find(of.other);
            return left < 0 || right < 0 ? Optional.empty() : Optional.of(new Registers(left, right));
        }

        private int find(int wanted) {
            for (int register = 0; register < Frames.R10; register++) {
                if (unknown[register] == wanted) {
                    return register;
                }
            }
            return -1;
        }

        private void set(int register, int unknown, long constant) {
            this.unknown[register] = unknown;
            this.constant[register] = constant;
        }
    }

    /** An unknown of its own in each register. */
    State nothingKnown() {
        State state = new State(parts, new int[Register.COUNT], new long[Register.COUNT]);
        for (int register = 0; register < Frames.R10; register++) {
            state.set(register, unknowns++, 0);
        }
        state.set(Frames.R10, ADDRESS, 0);
        return state;
    }

    /** What is true in both; where they disagree, an unknown of its own. */
    State common(State one, State other) {
        State result = one.copy();
        for (int register = 0; register < Frames.R10; register++) {
            if (one.unknown[register] != other.unknown[register]
                    || one.constant[register] != other.constant[register]) {
                result.set(register, unknowns++, 0);
            }
        }
        return result;
    }

    /** Brings the state from before an instruction to behind it. */
    void step(State state, Instruction instruction) {
        switch (instruction) {
            case Move(Width width, Register dst, Register src)
            when width == Width.W64 ->
                state.set(dst.number(), state.unknown(src.number()), state.constant(src.number()));
            case Move(Width width, Register dst, Immediate(int value)) ->
                state.set(dst.number(), NOTHING, width == Width.W64 ? value : Integer.toUnsignedLong(value));
            case LoadImmediate load -> state.set(load.dst().number(), NOTHING, load.value());
            case LoadPseudo load -> state.set(load.dst().number(), ADDRESS, 0);
            case Alu alu when alu.width() == Width.W64 && alu.operator() == AluOperator.ADD -> add(state, alu);
            case Alu alu
            when alu.width() == Width.W64
                    && alu.operator() == AluOperator.SUB
                    && alu.source() instanceof Immediate(int value) ->
                addConstant(state, alu.dst().number(), -(long) value);
            default -> forget(state, RegisterUse.writes(instruction));
        }
    }

    private void add(State state, Alu alu) {
        int dst = alu.dst().number();
        switch (alu.source()) {
            case Immediate(int value) -> addConstant(state, dst, value);
            case Register src -> {
                long constant = state.constant(dst) + state.constant(src.number());
                state.set(dst, sum(state.unknown(dst), state.unknown(src.number())), constant);
            }
        }
    }

    private static void addConstant(State state, int register, long value) {
        state.set(register, state.unknown(register), state.constant(register) + value);
    }

    private int sum(int one, int other) {
        if (one == NOTHING || other == NOTHING) {
            return one + other;
        }
        if (one == ADDRESS || other == ADDRESS) {
            return unknowns++;
        }
        Parts both = new Parts(Math.min(one, other), Math.max(one, other));
        return sums.computeIfAbsent(both, _ -> {
            parts.put(unknowns, both);
            return unknowns++;
        });
    }

    /** Puts an unknown of its own into each of these registers, a set of bits. */
    void forget(State state, int registers) {
        for (int register = 0; register < Frames.R10; register++) {
            if ((registers & 1 << register) != 0) {
                state.set(register, unknowns++, 0);
            }
        }
    }
}
