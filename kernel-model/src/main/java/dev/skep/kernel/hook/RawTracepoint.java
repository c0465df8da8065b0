package dev.skep.kernel.hook;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.kernel.NearestNames;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A tracepoint as {@code raw_tp} and {@code tp_btf} programs see it: by its arguments. */
public final class RawTracepoint {
    private final Stage stage;
    private final String name;
    private final Arguments arguments;

    RawTracepoint(Stage stage, String name) {
        this.stage = stage;
        this.name = name;
        this.arguments = stage.arguments("tracepoint " + name, parameters(stage.btf(), name));
    }

    /**
     * What the tracepoint passes. The type {@code btf_trace_NAME} says the types, after a pointer that is not passed
     * on; the function {@code __bpf_trace_NAME} says the names, where there is one of this name.
     */
    private static List<BtfType.Param> parameters(Btf btf, String name) {
        OptionalInt id = btf.find("btf_trace_" + name, BtfKind.TYPEDEF);
        if (id.isEmpty()
                || !(btf.type(btf.resolve(id.getAsInt())) instanceof BtfType.Ptr pointer)
                || !(btf.type(pointer.target()) instanceof BtfType.FuncProto prototype)) {
            throw Stage.missing("tracepoint", name, NearestNames.of(name, btf, BtfKind.TYPEDEF, "btf_trace_"));
        }
        OptionalInt caller = btf.find("__bpf_trace_" + name, BtfKind.FUNC);
        boolean named = caller.isPresent()
                && btf.type(caller.getAsInt()) instanceof BtfType.Func func
                && btf.type(func.proto()) instanceof BtfType.FuncProto withNames
                && withNames.params().size() == prototype.params().size();
        List<BtfType.Param> names = named
                ? ((BtfType.FuncProto) btf.type(((BtfType.Func) btf.type(caller.getAsInt())).proto())).params()
                : prototype.params();
        List<BtfType.Param> parameters = new ArrayList<>();
        for (int i = 1; i < prototype.params().size(); i++) {
            String called = names.get(i).name();
            parameters.add(new BtfType.Param(
                    called.isEmpty() ? "arg" + (i - 1) : called,
                    prototype.params().get(i).type()));
        }
        return parameters;
    }

    /** It is passed on this CPU. */
    public RawTracepoint on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is passed by this task. */
    public RawTracepoint by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /**
     * It is passed, with arguments in order.
     *
     * @throws IllegalArgumentException if they do not fit its types
     */
    public void fire(Object... values) {
        fire(arguments.inOrder(values));
    }

    /** As {@link #fire(Object...)}, by the names of the parameters; those that are left out are zero. */
    public void fire(Map<String, ?> values) {
        fire(arguments.byName(values));
    }

    /** It is passed, and only this program runs, which need not be attached; gives r0. */
    public long run(BpfProgram program, Map<String, ?> values) {
        long[] registers = arguments.byName(values);
        return stage.run(program, Occurrence.called(0, registers), stage.words(registers));
    }

    private void fire(long[] registers) {
        long context = stage.words(registers);
        Occurrence occurrence = Occurrence.called(0, registers);
        for (Hook hook : stage.kernel().hooks().concerned(HookKind.RAW_TRACEPOINT, name)) {
            hook.fire(stage.invocation(), stage.cpu(), occurrence, context);
        }
    }
}
