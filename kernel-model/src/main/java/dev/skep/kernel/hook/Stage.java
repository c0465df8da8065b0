package dev.skep.kernel.hook;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.NearestNames;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where things happen: a CPU of the machine, with what the programs that they run get as their context. Something that
 * happens within a program that runs has a stage of its own.
 */
final class Stage {
    /** Arguments of functions that programs can see: {@code MAX_BPF_FUNC_ARGS}, and the return value. */
    private static final int MOST_WORDS = 16;

    private final Kernel kernel;
    private final Invocation invocation;
    private long words;
    private int cpu;

    Stage(Kernel kernel) {
        this.kernel = kernel;
        this.invocation = new Invocation(kernel);
    }

    Kernel kernel() {
        return kernel;
    }

    Invocation invocation() {
        return invocation;
    }

    int cpu() {
        return cpu;
    }

    /** From now on things happen on this CPU, to this task. */
    void on(int onCpu, Task task) {
        cpu = onCpu;
        kernel.tasks().run(onCpu, task);
    }

    void on(int onCpu) {
        cpu = onCpu;
    }

    Btf btf() {
        return kernel.btf();
    }

    /** Runs a program as if it were attached, and nothing else; gives r0. */
    long run(BpfProgram program, Occurrence occurrence, long contextAddress) {
        return run(program, occurrence, contextAddress, null);
    }

    /** As {@link #run(BpfProgram, Occurrence, long)}, with something that stands behind the context. */
    long run(BpfProgram program, Occurrence occurrence, long contextAddress, @Nullable ProgramContext behind) {
        invocation.on(cpu, program, behind).withContextAt(contextAddress).at(occurrence);
        return program.executable().run(invocation);
    }

    /** Writes words one after the other, as the context of programs with typed arguments; gives their address. */
    long words(long[] values) {
        if (values.length > MOST_WORDS) {
            throw new IllegalArgumentException(values.length + " arguments, expected at most " + MOST_WORDS);
        }
        if (words == 0) {
            words = kernel.memory().allocate(8L * MOST_WORDS, 8, "arguments of a traced function");
        }
        for (int i = 0; i < values.length; i++) {
            kernel.memory().writeLong(words + 8L * i, values[i]);
        }
        return words;
    }

    /** A tracepoint is passed: its record is in memory while the programs run. */
    void record(String tracepoint, byte[] bytes, List<Hook> hooks) {
        long address = kernel.memory().allocate(bytes.length, 8, "record of " + tracepoint);
        kernel.memory().write(address, bytes);
        Occurrence occurrence = new Occurrence();
        for (Hook hook : hooks) {
            hook.fire(invocation, cpu, occurrence, address);
        }
        kernel.memory().free(address);
    }

    /** Nothing has this name; says which come near. */
    static KernelException missing(String what, String wrong, List<String> nearest) {
        return new KernelException(
                Errno.ENOENT,
                "the kernel's types have no " + what + " " + wrong + ", the nearest are " + String.join(", ", nearest));
    }

    /**
     * What a function of the kernel takes.
     *
     * @throws KernelException ENOENT if the kernel's types have no such function
     */
    BtfType.FuncProto prototype(String function) {
        return prototype("function", "", function);
    }

    /**
     * What a function of a family takes, whose names all begin alike.
     *
     * @param what {@code security hook}
     * @param prefix {@code bpf_lsm_}
     * @throws KernelException ENOENT if the kernel's types have no such function
     */
    BtfType.FuncProto prototype(String what, String prefix, String name) {
        String function = prefix + name;
        OptionalInt id = btf().find(function, BtfKind.FUNC);
        if (id.isEmpty()
                || !(btf().type(id.getAsInt()) instanceof BtfType.Func func)
                || !(btf().type(func.proto()) instanceof BtfType.FuncProto prototype)) {
            throw missing(what, name, NearestNames.of(name, btf(), BtfKind.FUNC, prefix));
        }
        return prototype;
    }

    Arguments arguments(String function) {
        return new Arguments(kernel.structs(), function, prototype(function).params());
    }

    Arguments arguments(String name, List<BtfType.Param> params) {
        return new Arguments(kernel.structs(), name, params);
    }
}
