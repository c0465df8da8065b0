package dev.skep.kernel.hook;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.NearestNames;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.UserMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * A system call of a task. On its way it passes the raw tracepoints {@code sys_enter} and {@code sys_exit}, the
 * tracepoints of all system calls ({@code raw_syscalls/sys_enter}) and its own ({@code syscalls/sys_enter_openat}), and
 * the kernel's function {@code __x64_sys_openat}. That takes one argument, the registers that the task entered with;
 * programs of {@code ksyscall} sections look through them.
 */
public final class SystemCall {
    private static final String PREFIX = "__x64_sys_";
    private static final int MOST_ARGUMENTS = 6;

    /** Where texts that a test passes are put in the task's memory, a page for each. */
    private static final long TEXTS = 0x7f00_0000_0000L;

    private final Stage stage;
    private final String name;
    private final long number;

    SystemCall(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
        this.number = SystemCallNumbers.of(name)
                .orElseThrow(() -> new KernelException(
                        Errno.ENOENT,
                        "there is no system call " + name + ", the nearest are "
                                + String.join(", ", NearestNames.of(name, SystemCallNumbers.names()))));
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
    public Entered called(Object... arguments) {
        if (arguments.length > MOST_ARGUMENTS) {
            throw new IllegalArgumentException(name + ": " + arguments.length + " arguments, expected at most 6");
        }
        UserMemory memory = stage.kernel().tasks().current(stage.cpu()).memory();
        long[] values = new long[arguments.length];
        for (int i = 0; i < values.length; i++) {
            switch (arguments[i]) {
                case Number value -> values[i] = value.longValue();
                case String text -> {
                    values[i] = TEXTS + 0x1_0000L * i;
                    memory.put(values[i], (text + '\0').getBytes(StandardCharsets.UTF_8));
                }
                default ->
                    throw new IllegalArgumentException(
                            name + ", argument " + i + ": expected a number or a text, found " + arguments[i]);
            }
        }
        return new Entered(values);
    }

    /** A call that has begun: what is attached to its entry has run. */
    public final class Entered {
        private final Registers registers;
        private final FunctionCall call;

        private Entered(long[] arguments) {
            registers =
                    Registers.ofTask(stage.kernel().tasks().current(stage.cpu()).registers());
            registers.systemCall(number, arguments, Errno.ENOSYS.result());
            passed("sys_enter", number);
            record("raw_syscalls/sys_enter", Long.BYTES, Arrays.copyOf(arguments, MOST_ARGUMENTS));
            record("syscalls/sys_enter_" + name, Integer.BYTES, Arrays.copyOf(arguments, MOST_ARGUMENTS));
            call = new FunctionCall(stage, PREFIX + name, new long[] {registers.address()}, 0).enter();
        }

        /** What the call returns without having run, since a program decided so; empty if it runs. */
        public OptionalLong prevented() {
            return call.prevented();
        }

        /** The call returns this, unless a program decided otherwise; gives what it returned. */
        public long returns(long value) {
            long result = call.returns(value);
            registers.returning(result);
            record("syscalls/sys_exit_" + name, Integer.BYTES, result);
            record("raw_syscalls/sys_exit", Long.BYTES, result);
            passed("sys_exit", result);
            return result;
        }

        /** A raw tracepoint of all system calls: the registers, then one number. */
        private void passed(String tracepoint, long second) {
            long[] words = {registers.address(), second};
            for (Hook hook : stage.kernel().hooks().concerned(HookKind.RAW_TRACEPOINT, tracepoint)) {
                hook.fire(stage.invocation(), stage.cpu(), Occurrence.called(0, words), stage.words(words));
            }
        }

        /** A tracepoint whose record is the number of the call, of four or eight bytes, and words behind it. */
        private void record(String tracepoint, int numberBytes, long... words) {
            var hooks = stage.kernel().hooks().concerned(HookKind.TRACEPOINT, tracepoint);
            if (hooks.isEmpty()) {
                return;
            }
            ByteBuffer bytes = ByteBuffer.allocate(16 + 8 * words.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(4, stage.kernel().tasks().current(stage.cpu()).pid());
            if (numberBytes == Integer.BYTES) {
                bytes.putInt(8, (int) number);
            } else {
                bytes.putLong(8, number);
            }
            bytes.position(16);
            for (long word : words) {
                bytes.putLong(word);
            }
            stage.record(tracepoint, bytes.array(), hooks);
        }
    }
}
