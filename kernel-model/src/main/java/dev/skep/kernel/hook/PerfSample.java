package dev.skep.kernel.hook;

import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.task.Task;

/** A sample of a counter or clock: the programs of {@code perf_event} sections see registers, period and address. */
public final class PerfSample {
    private final Stage stage;
    private final KernelStruct context;
    private long[] kernelStack = new long[0];
    private long[] userStack = new long[0];
    private Occurrence.Counter counter = Occurrence.Counter.NONE;

    PerfSample(Stage stage) {
        this.stage = stage;
        this.context = stage.kernel().structs().allocate("bpf_perf_event_data", "context of a perf event");
        context.put("sample_period", 1);
    }

    /** It is taken on this CPU. */
    public PerfSample on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is taken of this task. */
    public PerfSample by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /** The instruction that was executed. */
    public PerfSample at(long ip) {
        context.put("regs.ip", ip);
        return this;
    }

    /** How many events it stands for. */
    public PerfSample withPeriod(long period) {
        context.put("sample_period", period);
        return this;
    }

    /** The address that it is about. */
    public PerfSample withAddress(long address) {
        context.put("addr", address);
        return this;
    }

    /** What the counter says that has overflowed, for {@code bpf_perf_prog_read_value}. */
    public PerfSample withCounter(long value, long enabledNs, long runningNs) {
        counter = new Occurrence.Counter(value, enabledNs, runningNs);
        return this;
    }

    /** Where the CPU came from, innermost first. */
    public PerfSample withStacks(long[] kernel, long[] user) {
        kernelStack = kernel.clone();
        userStack = user.clone();
        return this;
    }

    /** It is taken. */
    public void fire() {
        Occurrence occurrence =
                new Occurrence().withStacks(kernelStack, userStack).withCounter(counter);
        for (Hook hook : stage.kernel().hooks().concerned(HookKind.PERF_EVENT, "")) {
            hook.fire(stage.invocation(), stage.cpu(), occurrence, context.address());
        }
    }
}
