package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.VerifierState;

/** Functions of the program that helpers call; the kernel's {@code push_callback_call()}. */
final class Callbacks {
    private final Verification verification;
    private final FrameEntry frames;
    private final FunctionArguments declarations;
    private final GraphNodes nodes;

    Callbacks(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.frames = rooms.frames;
        this.declarations = rooms.functionArguments;
        this.nodes = rooms.nodes;
    }

    /** What a callback is given. */
    enum Shape {
        /** Map, key, value, context. */
        MAP_ELEMENT,
        /** Task, area of its memory, context. */
        VMA,
        /** Dynptr, context. */
        USER_RINGBUF,
        /** Number of the round, context. */
        LOOP,
        /** Two elements of a tree. */
        TREE_ORDER
    }

    /** Who calls back when everything here is over, and in which register its map is. */
    enum Later {
        TIMER(1, Worklist.Sleep.NO, 0, 0),
        WORKQUEUE(1, Worklist.Sleep.YES, 0, 0),
        TASK_WORK(3, Worklist.Sleep.YES, Integer.MIN_VALUE, Integer.MAX_VALUE);

        private final int register;
        private final Worklist.Sleep sleep;
        private final int min;
        private final int max;

        Later(int register, Worklist.Sleep sleep, int min, int max) {
            this.register = register;
            this.sleep = sleep;
            this.min = min;
            this.max = max;
        }
    }

    /** One more path: the helper calls back. The current path goes on as if it did not. */
    void push(int callback, Shape shape) {
        FrameState caller = verification.frame();
        push(callback, (from, callee) -> setArguments(shape, from, callee));
        caller.callbackDepth = 0;
    }

    private void push(int callback, FrameEntry.Arguments arguments) {
        SubprogramFacts subprogram = admit(callback);
        int callsite = verification.instruction;
        VerifierState branch = verification.worklist.push(subprogram.start, callsite, Worklist.Way.REAL);
        frames.enter(branch, callback, callsite, arguments);
        branch.callbackUnrollDepth++;
        branch.frame(branch.currentFrame - 1).callbackDepth++;
    }

    private SubprogramFacts admit(int callback) {
        declarations.checkCall(callback);
        SubprogramFacts subprogram = verification.subprograms[callback];
        subprogram.isCallback = true;
        return subprogram;
    }

    private void setArguments(Shape shape, FrameState caller, FrameState callee) {
        RegisterState[] given = caller.registers;
        RegisterState[] registers = callee.registers;
        switch (shape) {
            case MAP_ELEMENT -> {
                MapView map = verification.facts().map;
                if (map == null || !callsBack(map.type())) {
                    throw verification.reject(Errno.ENOTSUPP, "callback function not allowed for map");
                }
                registers[1] = given[1];
                registers[2] = RegisterState.pointer(RegisterType.MAP_KEY, given[1].target());
                registers[3] = RegisterState.pointer(RegisterType.MAP_VALUE, given[1].target());
                registers[4] = given[3];
            }
            case VMA -> {
                registers[1] = given[1];
                registers[2] = RegisterState.pointer(RegisterType.BTF_ID, verification.kernelType("vm_area_struct"));
                registers[3] = given[4];
            }
            case USER_RINGBUF -> {
                registers[1] = Dynptrs.register(DynptrType.LOCAL, 1, verification.newId());
                registers[2] = given[3];
            }
            case LOOP -> {
                registers[1] = verification.unknown(RegisterState.NOT_INIT);
                registers[2] = given[3];
            }
            case TREE_ORDER -> {
                registers[1] = nodes.compared(given[1]);
                registers[2] = registers[1];
            }
        }
        callee.inCallback = true;
        callee.callbackReturns(0, 1);
    }

    private static boolean callsBack(MapType type) {
        return switch (type) {
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH, ARRAY, PERCPU_ARRAY -> true;
            default -> false;
        };
    }

    /** Somebody calls back, when everything here is over. */
    void pushLater(int callback, Later later) {
        Object map = verification.register(later.register).target();
        SubprogramFacts subprogram = admit(callback);
        subprogram.isAsyncCallback = true;
        FrameState caller = verification.frame();
        VerifierState branch =
                verification.worklist.pushAsync(subprogram.start, verification.instruction, subprogram, later.sleep);
        FrameState callee = branch.current();
        callee.asyncEntries = caller.asyncEntries + 1;
        callee.registers[1] = RegisterState.pointer(RegisterType.MAP_PTR, map);
        callee.registers[2] = RegisterState.pointer(RegisterType.MAP_KEY, map);
        callee.registers[3] = RegisterState.pointer(RegisterType.MAP_VALUE, map);
        callee.inAsyncCallback = true;
        callee.callbackReturns(later.min, later.max);
    }
}
