package dev.skep.helper.task;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_FUNC;
import static dev.skep.helper.ArgumentType.PTR_TO_STACK_OR_NULL;
import static dev.skep.kernel.program.HelperFamily.COMMON;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnType;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.UserMemory.Area;
import java.util.Optional;

/** What can be done to a task, and its registers and memory map. */
public final class TaskActionHelpers {
    private TaskActionHelpers() {}

    /** Sends a signal to the process of the current task. */
    @Helper(id = 109, families = COMMON, needs = Capability.PERFMON)
    @Simplified("noted at the task, delivered to nobody")
    static long bpf_send_signal(Invocation in, @Arg(ANYTHING) long sig) {
        return SentSignals.send(in.kernel().tasks().current(in.cpu()), (int) sig);
    }

    /** Sends a signal to the thread of the current task. */
    @Helper(id = 117, families = COMMON, needs = Capability.PERFMON)
    @Simplified("noted at the task, delivered to nobody")
    static long bpf_send_signal_thread(Invocation in, @Arg(ANYTHING) long sig) {
        return SentSignals.send(in.kernel().tasks().current(in.cpu()), (int) sig);
    }

    /** The registers that a task entered the kernel with. */
    @Helper(
            id = 175,
            families = COMMON,
            needs = Capability.PERFMON,
            returns = ReturnType.PTR_TO_BTF_ID,
            returnBtf = "pt_regs",
            gplOnly = true)
    static long bpf_task_pt_regs(Invocation in, @Arg(value = PTR_TO_BTF_ID, btf = "task_struct") long task) {
        Task of = in.kernel().tasks().at(task);
        return of == null ? 0 : of.registers().address();
    }

    /** Calls a function with the memory area that an address of a task lies in. */
    @Helper(id = 180, families = COMMON, needs = Capability.PERFMON)
    @Simplified("changes to the area change nothing")
    static long bpf_find_vma(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "task_struct") long task,
            @Arg(ANYTHING) long addr,
            @Arg(PTR_TO_FUNC) long callbackFn,
            @Arg(PTR_TO_STACK_OR_NULL) long callbackCtx,
            @Arg(ANYTHING) long flags) {
        Task of = in.kernel().tasks().at(task);
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        // A kernel thread has no memory of its own.
        Optional<Area> area =
                of == null || of.pid() == 0 ? Optional.empty() : of.memory().area(addr);
        if (of == null || area.isEmpty()) {
            return Errno.ENOENT.result();
        }
        in.call(callbackFn, task, in.kernel().tasks().areaAddress(of, area.get()), callbackCtx, 0, 0);
        return 0;
    }
}
