package dev.skep.nodes;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Invalid;
import dev.skep.isa.Instruction.Jump;
import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.LongJump;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.isa.Instruction.WideTail;
import dev.skep.isa.PseudoSource;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The basic blocks of a program and the edges between them, for any bytecode: whatever jumps out of the program, into
 * the middle of a two-slot load or over its end has a place here, and fails only when it is executed.
 *
 * <p>Blocks are numbered as {@link BlockOrder} says, so an edge to the same or a lower number closes a loop. An edge is
 * the number of a block, {@link #RETURN} or {@link #OUTSIDE}.
 */
final class FlowGraph {
    /** The edge that leaves the function, with the result in r0. */
    static final int RETURN = -1;
    /** The edge of a jump, or of an instruction without a successor, that leaves the program. */
    static final int OUTSIDE = -2;
    /** The number of the helper that never comes back when it succeeds. */
    static final int TAIL_CALL = 12;

    /** Longer straight-line code is cut, so that no piece is larger than what one compilation takes. */
    private static final int MAX_BLOCK_SLOTS = 512;

    /** A block that is nobody's successor. */
    private static final int UNREACHED = -3;

    private static final int NONE = -1;

    private final Bytecode code;
    private final BitSet functionStarts;
    private final int[] starts;
    private final int[] ends;
    private final int[] instructions;
    private final int[] terminators;
    private final int[] taken;
    private final int[] fall;
    /** The block that begins at a slot, or {@link #OUTSIDE}. */
    private final int[] blockAt;

    private FlowGraph(Bytecode code, BitSet functionStarts, int[] starts, int[] blockAt) {
        this.code = code;
        this.functionStarts = functionStarts;
        this.starts = starts;
        this.blockAt = blockAt;
        int blocks = starts.length;
        this.ends = new int[blocks];
        this.instructions = new int[blocks];
        this.terminators = new int[blocks];
        this.taken = new int[blocks];
        this.fall = new int[blocks];
        for (int block = 0; block < blocks; block++) {
            walk(block);
        }
    }

    /** @param functions slots at which functions begin, beside 0 and those that the code itself names */
    static FlowGraph of(Bytecode code, int... functions) {
        BitSet functionStarts = new BitSet();
        functionStarts.set(0);
        Arrays.stream(functions).filter(slot -> isSlot(code, slot)).forEach(functionStarts::set);
        BitSet leaders = new BitSet();
        for (int slot = 0; slot < code.size(); slot += code.at(slot).slots()) {
            mark(code, slot, functionStarts, leaders);
        }
        leaders.or(functionStarts);
        cutLongRuns(code, leaders);
        return ordered(inOrderOfSlots(code, functionStarts, leaders.stream().toArray()));
    }

    private static FlowGraph inOrderOfSlots(Bytecode code, BitSet functionStarts, int[] starts) {
        int[] blockAt = new int[code.size()];
        Arrays.fill(blockAt, OUTSIDE);
        for (int block = 0; block < starts.length; block++) {
            blockAt[starts[block]] = block;
        }
        return new FlowGraph(code, functionStarts, starts, blockAt);
    }

    /** The same graph with blocks numbered in their final order; what cannot be reached is left out. */
    private static FlowGraph ordered(FlowGraph graph) {
        int[] functions = graph.functionStarts.stream().map(graph::blockAt).toArray();
        int[] order = BlockOrder.of(graph.taken, graph.fall, functions);
        int[] starts = Arrays.stream(order).map(block -> graph.starts[block]).toArray();
        // What is left out stays known as the start of a block, so that the block before it ends there.
        int[] blockAt = Arrays.stream(graph.blockAt)
                .map(block -> block == OUTSIDE ? OUTSIDE : UNREACHED)
                .toArray();
        for (int block = 0; block < starts.length; block++) {
            blockAt[starts[block]] = block;
        }
        return new FlowGraph(graph.code, graph.functionStarts, starts, blockAt);
    }

    private static boolean isSlot(Bytecode code, long slot) {
        return slot >= 0 && slot < code.size();
    }

    private static void mark(Bytecode code, int slot, BitSet functionStarts, BitSet leaders) {
        Instruction instruction = code.at(slot);
        int callee = callee(instruction, slot);
        if (isSlot(code, callee)) {
            functionStarts.set(callee);
        }
        if (!isTerminator(instruction)) {
            return;
        }
        int next = slot + instruction.slots();
        if (isSlot(code, next)) {
            leaders.set(next);
        }
        long target = target(instruction, slot);
        if (isSlot(code, target)) {
            leaders.set((int) target);
        }
    }

    private static void cutLongRuns(Bytecode code, BitSet leaders) {
        int last = 0;
        for (int slot = 0; slot < code.size(); slot += code.at(slot).slots()) {
            if (leaders.get(slot)) {
                last = slot;
            } else if (slot - last >= MAX_BLOCK_SLOTS) {
                leaders.set(slot);
                last = slot;
            }
        }
    }

    /** The slot of the function that the instruction calls or points to, or a negative number. */
    static int callee(Instruction instruction, int slot) {
        long callee = switch (instruction) {
            case CallSubprogram call -> (long) slot + 1 + call.offset();
            case LoadPseudo load when load.kind() == PseudoSource.FUNC -> (long) slot + 1 + load.immediate();
            default -> NONE;
        };
        return callee == (int) callee ? (int) callee : NONE;
    }

    private static boolean isTerminator(Instruction instruction) {
        return switch (instruction) {
            case Jump _, LongJump _, Branch _, MayGoto _, Exit _, LoadPacket _, Invalid _, WideTail _ -> true;
            case CallHelper call -> call.id() == TAIL_CALL;
            default -> false;
        };
    }

    /** Where a jump goes, as a slot. It may lie outside of the program. */
    private static long target(Instruction instruction, int slot) {
        return switch (instruction) {
            case Jump jump -> (long) slot + 1 + jump.offset();
            case LongJump jump -> (long) slot + 1 + jump.offset();
            case Branch branch -> (long) slot + 1 + branch.offset();
            case MayGoto may -> (long) slot + 1 + may.offset();
            default -> NONE;
        };
    }

    /** The slot at which execution goes on behind the instruction at this slot; it may lie outside of the program. */
    static long next(Bytecode code, int slot, boolean taken) {
        Instruction instruction = code.at(slot);
        boolean jumps = taken || instruction instanceof Jump || instruction instanceof LongJump;
        return jumps ? target(instruction, slot) : (long) slot + instruction.slots();
    }

    private void walk(int block) {
        int slot = starts[block];
        terminators[block] = NONE;
        while (true) {
            Instruction instruction = code.at(slot);
            int next = slot + instruction.slots();
            instructions[block]++;
            ends[block] = next;
            if (isTerminator(instruction)) {
                terminators[block] = slot;
                taken[block] = takenEdge(instruction, slot);
                fall[block] = fallEdge(instruction, slot, next);
                return;
            }
            if (next >= code.size() || blockAt[next] != OUTSIDE) {
                taken[block] = OUTSIDE;
                fall[block] = blockAt(next);
                return;
            }
            slot = next;
        }
    }

    /** The edge that a branch at the end of the block follows when it says yes. */
    private int takenEdge(Instruction terminator, int slot) {
        return switch (terminator) {
            case Branch _, MayGoto _ -> blockAt(target(terminator, slot));
            case LoadPacket _, CallHelper _ -> RETURN;
            default -> OUTSIDE;
        };
    }

    private int fallEdge(Instruction terminator, int slot, int next) {
        return switch (terminator) {
            case Jump _, LongJump _ -> blockAt(target(terminator, slot));
            case Exit _ -> RETURN;
            case Invalid _, WideTail _ -> OUTSIDE;
            default -> blockAt(next);
        };
    }

    Bytecode code() {
        return code;
    }

    int blocks() {
        return starts.length;
    }

    /** The block that begins at this slot, or {@link #OUTSIDE}. */
    int blockAt(long slot) {
        return isSlot(code, slot) && blockAt[(int) slot] >= 0 ? blockAt[(int) slot] : OUTSIDE;
    }

    /** The block of an instruction that was executed. */
    int blockOf(int slot) {
        int start = slot;
        while (blockAt[start] < 0 || ends[blockAt[start]] <= slot) {
            start--;
        }
        return blockAt[start];
    }

    int start(int block) {
        return starts[block];
    }

    /** The slot after the block's last instruction. */
    int end(int block) {
        return ends[block];
    }

    /** How many instructions the block executes. */
    int instructions(int block) {
        return instructions[block];
    }

    /** Whether the block is nothing but an unconditional jump within the program. */
    boolean isJump(int block) {
        Instruction instruction = code.at(starts[block]);
        return fall[block] >= 0 && (instruction instanceof Jump || instruction instanceof LongJump);
    }

    /** Whether the block ends here because of the instruction, and not because the next one is jumped to. */
    boolean isTerminator(int block, int slot) {
        return terminators[block] == slot;
    }

    /** Where the block goes when the branch that ends it says yes; {@link #OUTSIDE} when it has no branch. */
    int taken(int block) {
        return taken[block];
    }

    /** Where the block goes otherwise. */
    int fall(int block) {
        return fall[block];
    }

    boolean isFunctionStart(int block) {
        return functionStarts.get(starts[block]);
    }

    /** Whether a call may go to this slot. */
    boolean isFunctionStartSlot(int slot) {
        return slot >= 0 && functionStarts.get(slot);
    }
}
