package dev.skep.kernel.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.task.OpenFile;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Contexts are those that the kernel's calling conventions say: System V AMD64, {@code struct pt_regs}. */
class HooksTest {
    private static final int DI = 14;
    private static final int SI = 13;
    private static final int AX = 10;
    private static final int IP = 16;

    private final Kernel kernel = new Kernel(KernelConfig.reference());
    private final HookTable hooks = kernel.hooks();

    private List<List<Long>> kprobe(String section) {
        return Spy.attach(kernel, ProgramType.KPROBE, AttachType.NONE, section, 21, 0);
    }

    @Test
    void probesSeeArgumentsAndReturnInRegisters() {
        List<List<Long>> entry = kprobe("kprobe/do_unlinkat");
        List<List<Long>> exit = kprobe("kretprobe/do_unlinkat");
        long result =
                hooks.function("do_unlinkat").calledWithRegisters(-100, 0x1234).returns(-2L);
        assertThat(result).isEqualTo(-2);
        assertThat(entry).hasSize(1);
        assertThat(entry.getFirst().get(DI)).isEqualTo(-100);
        assertThat(entry.getFirst().get(SI)).isEqualTo(0x1234);
        assertThat(entry.getFirst().get(IP)).isEqualTo(hooks.functionAddress("do_unlinkat"));
        assertThat(exit.getFirst().get(AX)).isEqualTo(-2);
    }

    @Test
    void patternsStandForManyFunctions() {
        List<List<Long>> seen =
                Spy.attach(kernel, ProgramType.KPROBE, AttachType.TRACE_KPROBE_MULTI, "kprobe.multi/vfs_*e?", 1, 0);
        hooks.function("vfs_read").calledWithRegisters().returns();
        hooks.function("vfs_mknodex").calledWithRegisters().returns();
        hooks.function("ksys_readex").calledWithRegisters().returns();
        hooks.function("vfs_renamed").calledWithRegisters().returns();
        assertThat(seen).hasSize(2);
    }

    @Test
    void aSessionSeesTheReturnOnlyIfItsEntryWantsIt() {
        List<List<Long>> wants =
                Spy.attach(kernel, ProgramType.KPROBE, AttachType.TRACE_KPROBE_SESSION, "kprobe.session/f", 1, 0);
        List<List<Long>> declines =
                Spy.attach(kernel, ProgramType.KPROBE, AttachType.TRACE_KPROBE_SESSION, "kprobe.session/f", 1, 1);
        hooks.function("f").calledWithRegisters(1).returns(5L);
        assertThat(wants).hasSize(2);
        assertThat(declines).hasSize(1);
    }

    @Test
    void trampolinesPassTypedArgumentsAndTheReturnBehindThem() {
        List<List<Long>> entry =
                Spy.attach(kernel, ProgramType.TRACING, AttachType.TRACE_FENTRY, "fentry/bpf_lsm_file_open", 1, 0);
        List<List<Long>> exit =
                Spy.attach(kernel, ProgramType.TRACING, AttachType.TRACE_FEXIT, "fexit/bpf_lsm_file_open", 2, 0);
        long file = kernel.tasks().files().file(OpenFile.reading("/etc/passwd"));
        assertThat(hooks.function("bpf_lsm_file_open")
                        .called(Map.of("file", file))
                        .returns(-13))
                .isEqualTo(-13);
        assertThat(entry).containsExactly(List.of(file));
        assertThat(exit).containsExactly(List.of(file, -13L));
    }

    @Test
    void theFirstThatModifiesTheReturnPreventsTheCall() {
        Spy.attach(kernel, ProgramType.TRACING, AttachType.MODIFY_RETURN, "fmod_ret/security_task_prctl", 1, 0);
        Spy.attach(kernel, ProgramType.TRACING, AttachType.MODIFY_RETURN, "fmod_ret/security_task_prctl", 1, -1);
        List<List<Long>> third = Spy.attach(
                kernel, ProgramType.TRACING, AttachType.MODIFY_RETURN, "fmod_ret/security_task_prctl", 1, -2);
        FunctionCall call = hooks.function("security_task_prctl").calledWithRegisters(7);
        assertThat(call.prevented()).hasValue(-1);
        assertThat(call.returns(0L)).isEqualTo(-1);
        assertThat(third).isEmpty();
    }

    @Test
    void aDenialOfASecurityModuleIsTheOutcome() {
        Spy.attach(kernel, ProgramType.LSM, AttachType.LSM_MAC, "lsm/file_open", 1, 0);
        assertThat(hooks.lsm("file_open").asked(0L)).isZero();
        Spy.attach(kernel, ProgramType.LSM, AttachType.LSM_MAC, "lsm/file_open", 1, -13);
        List<List<Long>> after = Spy.attach(kernel, ProgramType.LSM, AttachType.LSM_MAC, "lsm/file_open", 1, 0);
        assertThat(hooks.lsm("file_open").asked(0L)).isEqualTo(-13);
        assertThat(after).isEmpty();
    }

    @Test
    void systemCallsPassTheRegistersOfTheTask() {
        List<List<Long>> seen = kprobe("ksyscall/openat");
        Task task = kernel.tasks().create(TaskSpec.process(42, "cat"));
        hooks.systemCall("openat").by(task).called(-100, "/etc/passwd", 0).returns(3L);
        long inner = seen.getFirst().get(DI);
        assertThat(kernel.memory().readLong(inner + 8 * DI)).isEqualTo(-100);
        long path = kernel.memory().readLong(inner + 8 * SI);
        assertThat(new String(Objects.requireNonNull(task.memory().read(path, 12)), StandardCharsets.UTF_8))
                .isEqualTo("/etc/passwd\0");
    }

    @Test
    void recordsOfTracepointsAreLaidOutByTheirType() {
        List<List<Long>> seen =
                Spy.attach(kernel, ProgramType.TRACEPOINT, AttachType.NONE, "tp/sched/sched_process_exec", 5, 0);
        kernel.tracepoint("sched/sched_process_exec").fire(Map.of("filename", "/bin/true", "pid", 42, "old_pid", 41));
        kernel.tracepoint("sched/sched_process_exec").fire("pid", 43);
        assertThat(seen).hasSize(2);
        assertThat(seen.get(1).get(1)).isEqualTo(43L << 32);
        // Two bytes type, two of flags, the current task; then where the name is: 10 bytes at 20.
        assertThat(seen.getFirst().get(0) >>> 32).isEqualTo(1000);
        assertThat(seen.getFirst().get(1)).isEqualTo(10L << 16 | 20 | 42L << 32);
        assertThat(seen.getFirst().get(2)).isEqualTo(41L | 0x6e69622fL << 32);
    }

    @Test
    void argumentsOfRawTracepointsAreThoseOfThePrototype() {
        List<List<Long>> seen =
                Spy.attach(kernel, ProgramType.TRACING, AttachType.TRACE_RAW_TP, "tp_btf/sched_switch", 4, 0);
        Task prev = kernel.tasks().create(TaskSpec.process(42, "a"));
        Task next = kernel.tasks().create(TaskSpec.process(43, "b"));
        hooks.rawTracepoint("sched_switch").fire(Map.of("prev", prev, "next", next, "prev_state", 2));
        assertThat(seen).containsExactly(List.of(0L, prev.address(), next.address(), 2L));
    }

    @Test
    void whatDoesNotFitTheTypesIsRefusedByName() {
        assertThatThrownBy(() -> hooks.rawTracepoint("sched_switch").fire(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 4 arguments [preempt, prev, next, prev_state], found 2");
        assertThatThrownBy(() -> hooks.rawTracepoint("sched_switch").fire(Map.of("prev", "init")))
                .hasMessageContaining("argument prev: a pointer to task_struct expected, found a text");
        assertThatThrownBy(() -> hooks.rawTracepoint("sched_switch").fire(Map.of("previous", 1)))
                .hasMessageContaining("has no argument previous");
        assertThatThrownBy(() -> kernel.tracepoint("sched/sched_switch").with("next", 1))
                .hasMessageContaining("has no field next, expected one of [prev_comm");
        assertThatThrownBy(() -> hooks.rawTracepoint("no_such")).isInstanceOf(KernelException.class);
        assertThatThrownBy(() -> kernel.function("no_such").called()).isInstanceOf(KernelException.class);
        assertThatThrownBy(
                        () -> Spy.attach(kernel, ProgramType.TRACING, AttachType.TRACE_FENTRY, "fentry/no_such", 1, 0))
                .hasMessageContaining("the kernel's types have no function no_such");
    }

    @Test
    void anIteratorSeesEveryTaskAndThenNone() {
        List<List<Long>> seen = Spy.attach(kernel, ProgramType.TRACING, AttachType.TRACE_ITER, "iter/task", 2, 0);
        Task task = kernel.tasks().create(TaskSpec.process(42, "cat"));
        Link link = hooks.links().getFirst();
        assertThat(hooks.iterator("task").read(link)).isEmpty();
        long tester = kernel.tasks().current(0).address();
        assertThat(seen).extracting(context -> context.get(1)).containsExactly(task.address(), tester, 0L);
    }

    @Test
    void programsRunInTheOrderInWhichTheyWereAttachedUntilDetached() {
        List<List<Long>> seen = kprobe("kprobe/f");
        Link link = hooks.links().getFirst();
        hooks.function("f").calledWithRegisters();
        link.detach();
        hooks.function("f").calledWithRegisters();
        assertThat(seen).hasSize(1);
        assertThat(link.runs()).isEqualTo(1);
        assertThat(link.returns().byValue()).isEqualTo(Map.of(0L, 1L));
    }
}
