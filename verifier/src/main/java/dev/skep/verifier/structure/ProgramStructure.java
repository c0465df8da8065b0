package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import java.util.List;
import java.util.function.IntFunction;

/** What is known of a program before its paths are walked. Positions are slots. */
public final class ProgramStructure {
    /** r0 to r9; the frame pointer is always alive. */
    private static final int SHOWN_REGISTERS = 10;

    private final Bytecode code;
    private final List<Subprogram> subprograms;
    private final List<LoadableMap> maps;
    private final byte[] marks;
    private final FlowGraph graph;
    private final Postorder order;
    private final int[] loops;
    private final short[] live;
    private final FastcallPatterns fastcalls;

    ProgramStructure(StructureInput input, Subprograms subprograms, List<LoadableMap> maps, byte[] marks) {
        this.code = input.code();
        this.subprograms = subprograms.toList();
        this.maps = maps;
        this.marks = marks;
        this.graph = new FlowGraph(code);
        this.order = new Postorder(graph, subprograms);
        this.loops = Loops.of(graph);
        this.live = LiveRegisters.of(code, graph, order, input.calls());
        this.fastcalls = new FastcallPatterns(code, subprograms, input.calls());
    }

    public Bytecode code() {
        return code;
    }

    /** The functions in the order of their slots; the first is the entry. */
    public List<Subprogram> subprograms() {
        return subprograms;
    }

    /** The function that a slot belongs to. */
    public Subprogram subprogramOf(int slot) {
        int low = 0;
        int high = subprograms.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (subprograms.get(middle).start() <= slot) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return subprograms.get(low);
    }

    /** The maps that the program names, in the order in which it names them first. */
    public List<LoadableMap> maps() {
        return maps;
    }

    /** Whether states are compared before this instruction. */
    public boolean isPrunePoint(int slot) {
        return is(slot, SlotMark.PRUNE_POINT);
    }

    /** Whether coming to it is remembered in the history. */
    public boolean isJumpPoint(int slot) {
        return is(slot, SlotMark.JUMP_POINT);
    }

    /** Whether a state is always kept before it. */
    public boolean forcesCheckpoint(int slot) {
        return is(slot, SlotMark.FORCE_CHECKPOINT);
    }

    /** Whether it calls a helper or kernel function that calls back before it returns. */
    public boolean callsCallback(int slot) {
        return is(slot, SlotMark.CALLS_CALLBACK);
    }

    /** Whether it steps an iterator. */
    public boolean stepsIterator(int slot) {
        return is(slot, SlotMark.STEPS_ITERATOR);
    }

    private boolean is(int slot, SlotMark mark) {
        return (marks[slot] & mark.bit()) != 0;
    }

    /** The loop that it belongs to, counted from 1; 0 for none. */
    public int loop(int slot) {
        return loops[slot];
    }

    /** Registers that may be read, by it or after it, before they are written: a bit each. */
    public int liveRegisters(int slot) {
        return live[slot] & 0xffff;
    }

    /** Slots that may come next inside of the function: the one behind it first. */
    public int[] successors(int slot) {
        return graph.successors(slot);
    }

    /** The slots of a function, each after those that follow it, but for loops. */
    public int[] postorder(int subprogram) {
        return order.of(subprogram);
    }

    /** Whether it only saves or restores a register around a call that keeps it ({@code bpf_fastcall}). */
    public boolean isFastcallSave(int slot) {
        return fastcalls.member[slot];
    }

    /** Of a call: how many registers are saved around it for nothing. */
    public int fastcallSaves(int slot) {
        return fastcalls.spills[slot];
    }

    /** Of a function: the offset from the frame pointer where the slots for such saves end, 0 when there are none. */
    public int fastcallStackOffset(int subprogram) {
        return fastcalls.stackOffset[subprogram];
    }

    /** Whether some such call of the function needs its saves after all. */
    public boolean keepsFastcallStack(int subprogram) {
        return fastcalls.keepsStack[subprogram];
    }

    /**
     * The table that the second level of the log begins with: the loop, the slot, the registers that live before it,
     * the instruction.
     *
     * @param instruction the text of a slot: {@code (b7) r0 = 0}
     */
    public String liveRegisterTable(IntFunction<String> instruction) {
        StringBuilder table = new StringBuilder("Live regs before insn:\n");
        for (int slot = 0; slot < code.size(); slot += Slots.width(code.raw(slot))) {
            appendPadded(table, loops[slot] == 0 ? "" : Integer.toString(loops[slot]))
                    .append(' ');
            appendPadded(table, Integer.toString(slot)).append(": ");
            for (int register = 0; register < SHOWN_REGISTERS; register++) {
                table.append((live[slot] & 1 << register) == 0 ? '.' : (char) ('0' + register));
            }
            table.append(' ').append(instruction.apply(slot)).append('\n');
        }
        return table.toString();
    }

    /** Right-aligned in three columns. */
    private static StringBuilder appendPadded(StringBuilder table, String number) {
        return table.repeat(' ', Math.max(0, 3 - number.length())).append(number);
    }
}
