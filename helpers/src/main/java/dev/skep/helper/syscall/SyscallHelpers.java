package dev.skep.helper.syscall;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_FIXED_SIZE_MEM;
import static dev.skep.kernel.program.HelperFamily.SYSCALL;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** System calls, types and symbols. */
public abstract class SyscallHelpers {
    private SyscallHelpers() {}

    /** Makes a {@code bpf()} system call. */
    @Helper(id = 166, families = SYSCALL, mightSleep = true)
    abstract long bpf_sys_bpf(
            Invocation in, @Arg(ANYTHING) long cmd, @Arg(PTR_TO_RDONLY_MEM) long attr, @Arg(CONST_SIZE) long attrSize);

    /** Finds a type by name and kind. */
    @Helper(id = 167, families = SYSCALL, mightSleep = true)
    abstract long bpf_btf_find_by_name_kind(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long name,
            @Arg(CONST_SIZE) long nameSz,
            @Arg(ANYTHING) long kind,
            @Arg(ANYTHING) long flags);

    /** Closes a file descriptor. */
    @Helper(id = 168, families = SYSCALL, mightSleep = true)
    abstract long bpf_sys_close(Invocation in, @Arg(ANYTHING) long fd);

    /** The address of a kernel symbol. */
    @Helper(id = 179, families = SYSCALL)
    abstract long bpf_kallsyms_lookup_name(
            Invocation in,
            @Arg(PTR_TO_MEM) long name,
            @Arg(CONST_SIZE_OR_ZERO) long nameSz,
            @Arg(ANYTHING) long flags,
            @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long res);
}
