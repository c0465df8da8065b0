package dev.skep.kernel.hook;

import dev.skep.kernel.task.Task;

/** A function of a file that a process executes, at whose call and return programs are attached. */
public final class UserFunction {
    private final Stage stage;
    private final String target;

    UserFunction(Stage stage, String target) {
        this.stage = stage;
        this.target = target;
    }

    /** It is called on this CPU. */
    public UserFunction on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is called by this task. */
    public UserFunction by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /** Calls it with up to six numbers or addresses. */
    public Call called(long... arguments) {
        return new Call(arguments.clone());
    }

    /** A call that has begun: what is attached to the entry has run. */
    public final class Call {
        private final Registers registers;
        private final Occurrence occurrence;
        private final Sessions sessions;

        private Call(long[] arguments) {
            long address = stage.kernel().hooks().functionAddress(target);
            registers = new Registers(stage.kernel().structs()).call(address, arguments);
            occurrence = Occurrence.called(address, arguments);
            sessions = new Sessions(stage, occurrence);
            fire(HookKind.UPROBE);
            sessions.enter(stage.kernel().hooks().concerned(HookKind.UPROBE_SESSION, target), registers.address());
        }

        /** The function returns this; runs what is attached to its return. */
        public void returns(long value) {
            occurrence.returning(value);
            registers.returning(value);
            sessions.leave(registers.address());
            fire(HookKind.URETPROBE);
            registers.release(stage.kernel().memory());
        }

        private void fire(HookKind kind) {
            for (Hook hook : stage.kernel().hooks().concerned(kind, target)) {
                hook.fire(stage.invocation(), stage.cpu(), occurrence, registers.address());
            }
        }
    }
}
