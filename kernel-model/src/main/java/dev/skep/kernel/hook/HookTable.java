package dev.skep.kernel.hook;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The hooks of a machine at which programs are attached, and what happens at them:
 *
 * <pre>{@code
 * kernel.hooks().tracepoint("sched/sched_process_exec").with("pid", 42).with("filename", "/bin/ls").fire();
 * long result = kernel.hooks().function("do_unlinkat").called(-100, name).returns(0);
 * int denied = kernel.hooks().lsm("file_open").asked(file);
 * }</pre>
 */
public final class HookTable {
    private final Kernel kernel;
    private final Map<HookPoint, Hook> hooks = new LinkedHashMap<>();
    /** Hooks whose targets are patterns: {@code vfs_*}. */
    private final List<Hook> patterns = new ArrayList<>();

    public HookTable(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The hook at a point, made when it is first asked for. */
    public Hook at(HookPoint point) {
        return hooks.computeIfAbsent(point, made -> {
            Hook hook = new Hook(made);
            if (made.isPattern()) {
                patterns.add(hook);
            }
            return hook;
        });
    }

    /** The hooks that something at a point concerns: that of the point, and those whose patterns it matches. */
    List<Hook> concerned(HookKind kind, String target) {
        List<Hook> found = new ArrayList<>();
        Hook exact = hooks.get(new HookPoint(kind, target));
        if (exact != null && !exact.isIdle()) {
            found.add(exact);
        }
        for (Hook pattern : patterns) {
            if (pattern.point().kind() == kind
                    && !pattern.isIdle()
                    && pattern.point().matches(target)) {
                found.add(pattern);
            }
        }
        return found;
    }

    /**
     * Attaches a program.
     *
     * @throws KernelException ENOENT if it is to see typed arguments, and the kernel's types do not tell them
     */
    public Link attach(BpfProgram program, HookPoint point, long cookie) {
        requireTypes(program, point);
        if (point.kind() == HookKind.USDT) {
            UserMarker.describe(program, cookie);
            return at(point).add(program, 0);
        }
        return at(point).add(program, cookie);
    }

    private void requireTypes(BpfProgram program, HookPoint point) {
        switch (point.kind()) {
            case FENTRY, FEXIT, FMOD_RET -> new Stage(kernel).prototype(point.target());
            case LSM -> lsm(point.target());
            case RAW_TRACEPOINT -> {
                if (program.type() == ProgramType.TRACING) {
                    rawTracepoint(point.target());
                }
            }
            default -> {
                // what a program sees there does not depend on types
            }
        }
    }

    /**
     * Attaches a program where its section says, without a cookie.
     *
     * @throws KernelException EINVAL if its section does not say, or it attaches to no hook
     */
    public Link attach(BpfProgram program) {
        return attach(program, 0);
    }

    /**
     * Attaches a program where its section says.
     *
     * @param cookie what {@code bpf_get_attach_cookie} gives
     * @throws KernelException EINVAL if its section does not say, or it attaches to no hook
     */
    public Link attach(BpfProgram program, long cookie) {
        HookPoint point = HookPoint.of(program.image());
        if (point == null) {
            throw new KernelException(
                    Errno.EINVAL,
                    program.name() + " (section " + program.image().section() + ") says no hook to attach to");
        }
        return attach(program, point, cookie);
    }

    /** All links, in the order of their hooks. */
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        hooks.values().forEach(hook -> links.addAll(hook.links()));
        return links;
    }

    /** Where a function of the kernel begins. */
    public long functionAddress(String function) {
        return kernel.symbols().place(function);
    }

    /**
     * A tracepoint, by the layout of its records in the kernel's types.
     *
     * @param name {@code sched/sched_switch}
     * @throws KernelException ENOENT if the kernel's types have no such record
     */
    public Tracepoint tracepoint(String name) {
        return new Tracepoint(new Stage(kernel), name);
    }

    /**
     * A tracepoint, by its arguments.
     *
     * @param name {@code sched_switch}
     * @throws KernelException ENOENT if the kernel's types have no such tracepoint
     */
    public RawTracepoint rawTracepoint(String name) {
        return new RawTracepoint(new Stage(kernel), name);
    }

    /** A function of the kernel. */
    public KernelFunction function(String name) {
        return new KernelFunction(new Stage(kernel), name);
    }

    /** A system call by its name: {@code openat}. */
    public SystemCall systemCall(String name) {
        return new SystemCall(new Stage(kernel), name);
    }

    /** A function of a file that processes execute: {@code /usr/bin/bash}, {@code readline}. */
    public UserFunction userFunction(String path, String symbol) {
        return new UserFunction(new Stage(kernel), path + ":" + symbol);
    }

    /** A marker that a file declares: {@code /usr/lib/libc.so.6}, {@code libc}, {@code setjmp}. */
    public UserMarker userMarker(String path, String provider, String name) {
        return new UserMarker(new Stage(kernel), path + ":" + provider + ":" + name);
    }

    /**
     * A question to the security modules: {@code file_open}.
     *
     * @throws KernelException ENOENT if the kernel's types have no such hook
     */
    public LsmHook lsm(String name) {
        return new LsmHook(new Stage(kernel), name);
    }

    /** A struct of functions that programs implement, which the kernel has taken into use. */
    public StructOps structOps(StructOpsMap map) {
        return new StructOps(new Stage(kernel), map);
    }

    /**
     * A packet or a piece of a stream at a socket.
     *
     * @param section of the programs that see it: {@code cgroup_skb/ingress}, {@code sk_skb/stream_verdict}
     * @throws IllegalArgumentException if there are no such programs
     */
    public PacketEvent packet(String section) {
        return new PacketEvent(new Stage(kernel), section);
    }

    /**
     * Something that happens to a socket, a device, a system control, a TCP connection or a message.
     *
     * @param section of the programs that see it: {@code cgroup/connect4}, {@code sockops}, {@code sk_msg}
     * @throws IllegalArgumentException if there are no such programs
     */
    public ContextEvent event(String section) {
        return new ContextEvent(new Stage(kernel), section);
    }

    /** A counter that overflows, or a clock that ticks. */
    public PerfSample perfSample() {
        return new PerfSample(new Stage(kernel));
    }

    /**
     * A walk over objects of the kernel: {@code task}.
     *
     * @throws KernelException ENOENT if the machine has no such walk
     */
    public IteratorWalk iterator(String name) {
        return new IteratorWalk(new Stage(kernel), name);
    }
}
