package dev.skep.nodes;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AccessKind;
import dev.skep.kernel.memory.MemoryFault;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program with all that it calls: what its functions share. The machine keeps one for each level at which
 * programs interrupt each other, and uses it again and again.
 */
final class Activation implements Invocation.Callbacks {
    /** What a call gives back: nothing, since the result lies in {@link #result} and so needs no box. */
    static final Object NO_VALUE = new Object();

    /** Larger than any context struct. */
    private static final long CONTEXT_WINDOW_BYTES = 4096;

    final Machine machine;
    /** The upper end of the stack of the program's first function. */
    final long stackTop;

    Invocation invocation;
    private LoadedProgram program;
    private Invocation.@Nullable Callbacks interrupted;

    /** What the function that returned last had in r0. */
    long result;
    /** Instructions left, while no function of the program is running; one that runs has it in its frame. */
    long budget;

    int tailCalls;
    /** The block at which the next region goes on, or {@link FlowGraph#RETURN}. */
    int nextBlock;

    /** How deep the function is that called into the kernel, for what may be called back. */
    int depth;
    /** The upper end of the stack of the function that called into the kernel. */
    long callerStackTop;

    /** The frame on its way from one region to another. */
    private final long[] registers = new long[Frames.HANDED_OVER];

    Activation(Machine machine, long stackTop, LoadedProgram program, Invocation invocation) {
        this.machine = machine;
        this.stackTop = stackTop;
        this.program = program;
        this.invocation = invocation;
    }

    void begin(LoadedProgram nextProgram, Invocation nextInvocation) {
        program = nextProgram;
        invocation = nextInvocation;
        budget = machine.kernel().config().instructionBudget();
        tailCalls = 0;
        Invocation.Callbacks before = nextInvocation.callbacks(this);
        interrupted = before == this ? interrupted : before;
    }

    void end() {
        invocation.callbacks(interrupted);
    }

    /** Whether the address is in the window through which programs see their context. */
    static boolean isContext(long address) {
        return Long.compareUnsigned(address - Invocation.CONTEXT_WINDOW, CONTEXT_WINDOW_BYTES) < 0;
    }

    ContextLayout contextLayout() {
        return program.contextLayout();
    }

    /**
     * The Java object behind the context window.
     *
     * @throws MemoryFault when there is none
     */
    ProgramContext context(long address, long size, AccessKind access) {
        ProgramContext context = invocation.context();
        if (context == null) {
            CompilerDirectives.transferToInterpreter();
            throw MemoryFault.unmapped(address, size, access);
        }
        return context;
    }

    /**
     * Calls a function of the program on behalf of a helper.
     *
     * @throws dev.skep.debug.ProgramFault when there is none at this address, or calls are nested too deep
     */
    @Override
    @TruffleBoundary
    public long call(long function, long r1, long r2, long r3, long r4, long r5) {
        CallTarget target = function(function);
        int callerDepth = depth;
        long callerStack = callerStackTop;
        if (callerDepth + 1 >= Frames.MAX_DEPTH) {
            throw Faults.inCallback(program.name(), Faults.tooDeep(callerDepth + 2));
        }
        long stack = callerStack - Frames.STACK_BYTES;
        target.call(this, new Arguments(r1, r2, r3, r4, r5, stack, callerDepth + 1));
        depth = callerDepth;
        callerStackTop = callerStack;
        return result;
    }

    /**
     * Calls a function of the program as a run of its own.
     *
     * @throws dev.skep.debug.ProgramFault when there is none at this address
     */
    void start(long function, long r1, long r2, long r3, long r4, long r5) {
        function(function).call(this, new Arguments(r1, r2, r3, r4, r5, stackTop, 0));
    }

    private CallTarget function(long address) {
        CallTarget target = machine.text().function(address);
        if (target == null) {
            throw Faults.inCallback(program.name(), Faults.noFunction(address));
        }
        return target;
    }

    @ExplodeLoop
    void save(VirtualFrame frame) {
        for (int slot = 0; slot < Frames.HANDED_OVER; slot++) {
            registers[slot] = Frames.get(frame, slot);
        }
    }

    @ExplodeLoop
    void restore(VirtualFrame frame) {
        for (int slot = 0; slot < Frames.HANDED_OVER; slot++) {
            Frames.set(frame, slot, registers[slot]);
        }
    }
}
