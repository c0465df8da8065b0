package dev.skep.kernel.hook;

import dev.skep.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

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
        private final List<Link> sessions = new ArrayList<>();

        private Call(long[] arguments) {
            long address = stage.kernel().hooks().functionAddress(target);
            registers = new Registers(stage.kernel().structs()).call(address, arguments);
            occurrence = Occurrence.called(address, arguments);
            fire(HookKind.UPROBE);
            for (Hook hook : stage.kernel().hooks().concerned(HookKind.UPROBE_SESSION, target)) {
                for (Link link : hook.links()) {
                    if (link.run(stage.invocation(), stage.cpu(), occurrence, registers.address()) == 0) {
                        sessions.add(link);
                    }
                }
            }
        }

        /** The function returns this; runs what is attached to its return. */
        public void returns(long value) {
            occurrence.returning(value);
            registers.returning(value);
            for (Link link : sessions) {
                link.run(stage.invocation(), stage.cpu(), occurrence, registers.address());
            }
            fire(HookKind.URETPROBE);
        }

        private void fire(HookKind kind) {
            for (Hook hook : stage.kernel().hooks().concerned(kind, target)) {
                hook.fire(stage.invocation(), stage.cpu(), occurrence, registers.address());
            }
        }
    }
}
