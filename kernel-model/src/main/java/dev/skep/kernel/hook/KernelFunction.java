package dev.skep.kernel.hook;

import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.kernel.task.Task;
import java.util.Map;

/**
 * A function of the kernel that a test calls, in order that what is attached to it runs: probes first, then what is
 * attached through a trampoline, as on the machine.
 */
public final class KernelFunction {
    private final Stage stage;
    private final String name;

    KernelFunction(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
    }

    /** It is called on this CPU. */
    public KernelFunction on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is called by this task. */
    public KernelFunction by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /**
     * Calls it with arguments in order. A pointer may be an address, a {@link Task} or a struct of the kernel.
     *
     * @throws IllegalArgumentException if they do not fit the function's types
     * @throws dev.skep.kernel.KernelException ENOENT if the kernel's types have no such function
     */
    public FunctionCall called(Object... arguments) {
        return call(stage.arguments(name).inOrder(arguments));
    }

    /** As {@link #called(Object...)}, by the names of the parameters; those that are left out are zero. */
    public FunctionCall called(Map<String, ?> arguments) {
        return call(stage.arguments(name).byName(arguments));
    }

    /** Calls it with what is in the registers, whatever its types are: also a function that the types do not have. */
    public FunctionCall calledWithRegisters(long... values) {
        return call(values.clone());
    }

    private FunctionCall call(long[] arguments) {
        return new FunctionCall(stage, name, arguments, returnType()).enter();
    }

    private int returnType() {
        var id = stage.btf().find(name, BtfKind.FUNC);
        return id.isPresent()
                        && stage.btf().type(id.getAsInt()) instanceof BtfType.Func func
                        && stage.btf().type(func.proto()) instanceof BtfType.FuncProto prototype
                ? prototype.returnType()
                : 0;
    }
}
