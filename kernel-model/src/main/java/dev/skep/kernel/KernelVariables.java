package dev.skep.kernel;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import dev.skep.kernel.object.ObjectTable;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskTable;
import dev.skep.kernel.time.SimulatedClock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the kernel that programs name in {@code .ksyms}: memory for each of those that its types tell, made
 * when somebody first asks, and one for each CPU where the variable stands in {@code .data..percpu}. They hold zeros,
 * but for those of which the simulated machine knows more: run queues, current and idle tasks, numbers of CPUs.
 */
public final class KernelVariables {
    private static final String PER_CPU_SECTION = ".data..percpu";

    private final AddressSpace memory;
    private final KernelStructs structs;
    private final ObjectTable objects;
    private final TaskTable tasks;
    private final SimulatedClock clock;
    private final Map<Integer, Long> addresses = new HashMap<>();

    /** What the machine knows about, by the address of the first CPU's. */
    private final Map<Long, Live> live = new HashMap<>();

    /** Writes what a variable holds into the memory of one CPU. */
    @FunctionalInterface
    private interface Content {
        void write(long address, int cpu);
    }

    private record Live(long sizeBytes, Content content) {}

    KernelVariables(
            AddressSpace memory, KernelStructs structs, ObjectTable objects, TaskTable tasks, SimulatedClock clock) {
        this.memory = memory;
        this.structs = structs;
        this.objects = objects;
        this.tasks = tasks;
        this.clock = clock;
    }

    /**
     * Where a variable stands; of one that each CPU has, what {@link #onCpu} takes.
     *
     * @param btfId of a variable in the kernel's types
     * @throws KernelException EINVAL if the id is of nothing of the kind
     */
    public long address(int btfId) {
        Long known = addresses.get(btfId);
        if (known != null) {
            return known;
        }
        Btf btf = structs.btf();
        if (btfId <= 0 || btfId >= btf.typeCount() || !(btf.type(btfId) instanceof Var variable)) {
            throw new KernelException(Errno.EINVAL, "kernel variable with BTF id " + btfId + " does not exist");
        }
        long size = Math.max(1, btf.sizeOf(variable.type()));
        String what = "kernel variable " + variable.name();
        long address;
        if (isPerCpu(btf, btfId)) {
            address = objects.allocatePerCpu(size, what);
            Content content = content(variable.name(), structName(btf, variable));
            if (content != null) {
                live.put(address, new Live(size, content));
            }
        } else {
            address = memory.allocate(size, 8, what);
        }
        addresses.put(btfId, address);
        return address;
    }

    private static boolean isPerCpu(Btf btf, int id) {
        OptionalInt section = btf.find(PER_CPU_SECTION, BtfKind.DATASEC);
        return section.isPresent()
                && btf.type(section.getAsInt()) instanceof Datasec variables
                && variables.variables().stream().mapToInt(Variable::type).anyMatch(each -> each == id);
    }

    private static String structName(Btf btf, Var variable) {
        return btf.type(btf.resolve(variable.type())) instanceof Struct struct ? struct.name() : "";
    }

    private @Nullable Content content(String name, String struct) {
        if (struct.equals("rq")) {
            return this::runQueue;
        }
        return switch (name) {
            case "current_task" -> (address, cpu) -> memory.writeLong(address, tasks.currentAddress(cpu));
            case "idle_threads" ->
                (address, cpu) -> memory.writeLong(address, tasks.idle(cpu).address());
            case "cpu_number", "x86_cpu_to_apicid", "x86_cpu_to_acpiid" ->
                (address, cpu) -> memory.writeInt(address, cpu);
            default -> null;
        };
    }

    private void runQueue(long address, int cpu) {
        Task current = tasks.current(cpu);
        Task idle = tasks.idle(cpu);
        KernelStruct queue = structs.at("rq", address);
        queue.put("cpu", cpu)
                .put("online", 1)
                .put("nr_running", current == idle ? 0 : 1)
                .put("curr", current.address())
                .put("donor", current.address())
                .put("idle", idle.address())
                .put("clock", clock.monotonicNs())
                .put("clock_task", clock.monotonicNs());
    }

    /**
     * The part of a CPU of what each has; what is none such as it is.
     *
     * @param pointer what {@link #address} or a program's own per-CPU object gave, or an address within
     */
    @TruffleBoundary
    public long onCpu(long pointer, int cpu) {
        long address = objects.onCpu(pointer, cpu);
        for (Map.Entry<Long, Live> each : live.entrySet()) {
            long offset = pointer - each.getKey();
            if (offset >= 0 && offset < each.getValue().sizeBytes()) {
                each.getValue().content().write(address - offset, cpu);
            }
        }
        return address;
    }
}
