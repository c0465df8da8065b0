package dev.skep.kernel.hook;

import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A marker that a file declares (USDT). Programs find its arguments through a map that the loader fills: here each
 * stands in the register of a function's argument.
 */
public final class UserMarker {
    /** {@code __bpf_usdt_specs}, as far as the kernel keeps names. */
    private static final String SPECS = "__bpf_usdt_spec";

    private static final int ARGUMENTS_OF_SPEC = 12;
    private static final int ARGUMENT_BYTES = 16;
    private static final int SPEC_BYTES = ARGUMENTS_OF_SPEC * ARGUMENT_BYTES + 16;
    private static final int IN_REGISTER = 1;

    private final Stage stage;
    private final String target;

    UserMarker(Stage stage, String target) {
        this.stage = stage;
        this.target = target;
    }

    /** Tells a program where the arguments are, as libbpf does when it attaches it. */
    static void describe(BpfProgram program, long cookie) {
        for (BpfMap map : program.image().maps()) {
            if (map.name().startsWith(SPECS) && map.spec().valueSize() == SPEC_BYTES) {
                ByteBuffer spec = ByteBuffer.allocate(SPEC_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                for (int i = 0; i < Registers.ARGUMENT_OFFSETS.length; i++) {
                    int at = ARGUMENT_BYTES * i;
                    spec.putInt(at + 8, IN_REGISTER)
                            .putShort(at + 12, (short) Registers.ARGUMENT_OFFSETS[i])
                            .put(at + 14, (byte) 1);
                }
                spec.putLong(ARGUMENTS_OF_SPEC * ARGUMENT_BYTES, cookie)
                        .putShort(SPEC_BYTES - 8, (short) Registers.ARGUMENT_OFFSETS.length);
                map.syscall().update(new byte[4], spec.array(), UpdateFlags.ANY);
            }
        }
    }

    /** It is passed on this CPU. */
    public UserMarker on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is passed by this task. */
    public UserMarker by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /** It is passed, with up to six arguments. */
    public void passed(long... arguments) {
        long address = stage.kernel().hooks().functionAddress(target);
        Registers registers = new Registers(stage.kernel().structs()).call(address, arguments);
        Occurrence occurrence = Occurrence.called(address, arguments);
        for (Hook hook : stage.kernel().hooks().concerned(HookKind.USDT, target)) {
            hook.fire(stage.invocation(), stage.cpu(), occurrence, registers.address());
        }
        registers.release(stage.kernel().memory());
    }
}
