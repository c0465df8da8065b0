package dev.skep.kernel.hook;

import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.UserMemory;
import java.nio.charset.StandardCharsets;

/**
 * A system call of a task. The kernel's function {@code __x64_sys_NAME} takes one argument: the registers that the task
 * entered with. Programs of {@code ksyscall} sections look through them.
 */
public final class SystemCall {
    private static final String PREFIX = "__x64_sys_";

    /** Where texts that a test passes are put in the task's memory, a page for each. */
    private static final long TEXTS = 0x7f00_0000_0000L;

    private final Stage stage;
    private final String name;

    SystemCall(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
    }

    /** It happens on this CPU. */
    public SystemCall on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is called by this task. */
    public SystemCall by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /**
     * Calls it: up to six numbers, or texts, which are put into the task's memory.
     *
     * @throws IllegalArgumentException if there are more, or something else
     */
    public FunctionCall called(Object... arguments) {
        if (arguments.length > 6) {
            throw new IllegalArgumentException(name + ": " + arguments.length + " arguments, expected at most 6");
        }
        UserMemory memory = stage.kernel().tasks().current(stage.cpu()).memory();
        long[] values = new long[arguments.length];
        for (int i = 0; i < values.length; i++) {
            switch (arguments[i]) {
                case Number number -> values[i] = number.longValue();
                case String text -> {
                    values[i] = TEXTS + 0x1_0000L * i;
                    memory.put(values[i], (text + '\0').getBytes(StandardCharsets.UTF_8));
                }
                default ->
                    throw new IllegalArgumentException(
                            name + ", argument " + i + ": expected a number or a text, found " + arguments[i]);
            }
        }
        Registers entered = new Registers(stage.kernel().structs()).systemCall(values);
        return new FunctionCall(stage, PREFIX + name, new long[] {entered.address()}, 0).enter();
    }
}
