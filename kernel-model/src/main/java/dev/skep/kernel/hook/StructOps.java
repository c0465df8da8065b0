package dev.skep.kernel.hook;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.StructLayout;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.task.Task;
import java.util.Map;
import java.util.OptionalInt;

/** The kernel calls functions of a struct that programs implement: {@code tcp_congestion_ops} of a socket. */
public final class StructOps {
    private final Stage stage;
    private final StructOpsMap map;

    StructOps(Stage stage, StructOpsMap map) {
        this.stage = stage;
        this.map = map;
    }

    /** It happens on this CPU. */
    public StructOps on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It happens to this task. */
    public StructOps by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /**
     * Calls a function, with arguments in order.
     *
     * @return what its program returned
     * @throws IllegalArgumentException if the arguments do not fit the function's types
     * @throws KernelException ENOENT if the struct has no such function, or no program implements it; EINVAL if the
     *     kernel does not use the struct
     */
    public long call(String member, Object... arguments) {
        return run(member, arguments(member).inOrder(arguments));
    }

    /** As {@link #call(String, Object...)}, by the names of the parameters, {@code arg0} where they have none. */
    public long call(String member, Map<String, ?> arguments) {
        return run(member, arguments(member).byName(arguments));
    }

    private Arguments arguments(String member) {
        Btf btf = stage.btf();
        OptionalInt struct = btf.find(map.struct(), BtfKind.STRUCT);
        if (struct.isPresent()) {
            for (StructLayout.Field field :
                    StructLayout.of(btf, struct.getAsInt()).fields()) {
                if (field.name().equals(member)
                        && btf.type(btf.resolve(field.type())) instanceof BtfType.Ptr pointer
                        && btf.type(pointer.target()) instanceof BtfType.FuncProto prototype) {
                    return stage.arguments(map.struct() + "." + member, prototype.params());
                }
            }
        }
        throw new KernelException(Errno.ENOENT, "struct " + map.struct() + " has no function " + member);
    }

    private long run(String member, long[] registers) {
        BpfProgram program = map.implementation(member);
        if (program == null) {
            throw new KernelException(
                    Errno.ENOENT, "no program of " + map.name() + " implements " + map.struct() + "." + member);
        }
        if (!map.isRegistered()) {
            throw new KernelException(Errno.EINVAL, "the kernel does not use " + map.name());
        }
        Occurrence occurrence = Occurrence.called(0, registers);
        Hook hook = stage.kernel().hooks().at(new HookPoint(HookKind.STRUCT_OPS, map.struct() + "/" + member));
        for (Link link : hook.links()) {
            if (link.program().equals(program)) {
                return link.run(stage.invocation(), stage.cpu(), occurrence, stage.words(registers));
            }
        }
        throw new KernelException(Errno.ENOENT, "program " + program.name() + " is attached nowhere");
    }
}
