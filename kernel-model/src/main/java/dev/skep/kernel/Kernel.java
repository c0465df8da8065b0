package dev.skep.kernel;

import dev.skep.btf.Btf;
import dev.skep.kernel.hook.HookTable;
import dev.skep.kernel.hook.KernelFunction;
import dev.skep.kernel.hook.Tracepoint;
import dev.skep.kernel.map.MapTable;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStructs;
import dev.skep.kernel.net.Network;
import dev.skep.kernel.net.SocketTable;
import dev.skep.kernel.object.CpuSets;
import dev.skep.kernel.object.ObjectTable;
import dev.skep.kernel.program.ProgramTable;
import dev.skep.kernel.task.TaskTable;
import dev.skep.kernel.time.SimulatedClock;
import dev.skep.kernel.trace.TracePipe;

/**
 * One simulated machine. It executes one thing at a time: a kernel and everything reached from it belong to one thread.
 */
public final class Kernel {
    private final KernelConfig config;
    private final AddressSpace memory;
    private final KernelStructs structs;
    private final SimulatedClock clock;
    private final RandomNumbers random;
    private final TracePipe trace;
    private final ObjectTable objects;
    private final CpuSets cpuSets;
    private final MapTable maps;
    private final ProgramTable programs;
    private final TaskTable tasks;
    private final KernelVariables variables;
    private final SymbolTable symbols;
    private final Network net;
    private final SocketTable sockets;
    private final HookTable hooks;

    public Kernel(KernelConfig config) {
        this.config = config;
        this.memory = new AddressSpace(config.memoryLimitBytes(), config.checking());
        this.structs = new KernelStructs(memory, config.types()::btf);
        this.clock = new SimulatedClock(config.uptimeNs(), config.realtimeNs());
        this.random = new RandomNumbers(config.seed(), config.cpus());
        this.trace = new TracePipe();
        this.objects = new ObjectTable(memory, config.cpus());
        this.cpuSets = new CpuSets(memory, objects, config.cpus());
        this.maps = new MapTable(this);
        this.programs = new ProgramTable(structs);
        this.tasks = new TaskTable(memory, structs, clock, config);
        this.symbols = new SymbolTable(config.types());
        this.variables = new KernelVariables(memory, structs, objects, tasks, clock);
        this.net = new Network();
        this.sockets = new SocketTable(memory, structs, net);
        this.hooks = new HookTable(this);
    }

    public KernelConfig config() {
        return config;
    }

    /** The kernel's types: {@code /sys/kernel/btf/vmlinux}. Ids of functions and types in instructions are its ids. */
    public Btf btf() {
        return config.types().btf();
    }

    public AddressSpace memory() {
        return memory;
    }

    /** The kernel's own structs in its memory. */
    public KernelStructs structs() {
        return structs;
    }

    public SimulatedClock clock() {
        return clock;
    }

    public RandomNumbers random() {
        return random;
    }

    public TracePipe trace() {
        return trace;
    }

    /** What programs own. */
    public ObjectTable objects() {
        return objects;
    }

    /** What programs do with sets of CPUs. */
    public CpuSets cpuSets() {
        return cpuSets;
    }

    public MapTable maps() {
        return maps;
    }

    public ProgramTable programs() {
        return programs;
    }

    public TaskTable tasks() {
        return tasks;
    }

    /** Where its functions and other symbols stand. */
    public SymbolTable symbols() {
        return symbols;
    }

    /** The variables that its types tell. */
    public KernelVariables variables() {
        return variables;
    }

    /** Its devices, and what it knows of the network around it. */
    public Network net() {
        return net;
    }

    /** Its sockets. */
    public SocketTable sockets() {
        return sockets;
    }

    /** Where programs are attached. */
    public HookTable hooks() {
        return hooks;
    }

    /** A tracepoint that a test lets be passed: {@code sched/sched_switch}. */
    public Tracepoint tracepoint(String name) {
        return hooks.tracepoint(name);
    }

    /** A function of the kernel that a test calls. */
    public KernelFunction function(String name) {
        return hooks.function(name);
    }
}
