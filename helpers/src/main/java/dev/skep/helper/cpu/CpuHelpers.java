package dev.skep.helper.cpu;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_PERCPU_BTF_ID;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.TRACING;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.ReturnFlag;
import dev.skep.helper.ReturnType;
import dev.skep.kernel.Capability;
import dev.skep.kernel.program.Invocation;

/** Which CPU and node a program runs on, and per-CPU variables. */
public final class CpuHelpers {
    private CpuHelpers() {}

    /** The number of the CPU that the program runs on. */
    @Helper(id = 8, families = COMMON, inline = true)
    static long bpf_get_smp_processor_id(Invocation in) {
        return in.cpu();
    }

    /** As {@link #bpf_get_smp_processor_id}, where the kernel writes the load of the number into the program. */
    @Helper(
            id = 8,
            name = "get_smp_processor_id",
            families = {TC, XDP, LWT, TRACING},
            allowFastcall = true,
            inline = true)
    static long bpf_get_smp_processor_id_inlined(Invocation in) {
        return in.cpu();
    }

    /** The number of the memory node of this CPU. */
    @Helper(id = 42, families = COMMON, inline = true)
    static long bpf_get_numa_node_id(Invocation in) {
        return 0;
    }

    /** A per-CPU variable of another CPU; NULL when there is no such CPU. */
    @Helper(
            id = 153,
            families = COMMON,
            needs = Capability.BPF,
            returns = ReturnType.PTR_TO_MEM_OR_BTF_ID,
            returnFlags = {ReturnFlag.PTR_MAYBE_NULL, ReturnFlag.MEM_RDONLY})
    static long bpf_per_cpu_ptr(Invocation in, @Arg(PTR_TO_PERCPU_BTF_ID) long percpuPtr, @Arg(ANYTHING) long cpu) {
        boolean exists = (cpu & 0xffff_ffffL) < in.kernel().config().cpus();
        return exists ? in.kernel().variables().onCpu(percpuPtr, (int) cpu) : 0;
    }

    /** A per-CPU variable of this CPU. */
    @Helper(
            id = 154,
            families = COMMON,
            needs = Capability.BPF,
            returns = ReturnType.PTR_TO_MEM_OR_BTF_ID,
            returnFlags = ReturnFlag.MEM_RDONLY)
    static long bpf_this_cpu_ptr(Invocation in, @Arg(PTR_TO_PERCPU_BTF_ID) long percpuPtr) {
        return in.kernel().variables().onCpu(percpuPtr, in.cpu());
    }
}
