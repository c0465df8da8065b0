package dev.skep.helper.lsm;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.program.HelperFamily.LSM;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;

/** Integrity measurements and options of a program that is executed. */
public final class LsmHelpers {
    /** {@code BPF_F_BPRM_SECUREEXEC}. */
    private static final long SECURE_EXEC = 1;

    private LsmHelpers() {}

    /** Sets options of the program that is executed. */
    @Helper(id = 159, families = LSM)
    static long bpf_bprm_opts_set(
            Invocation in, @Arg(value = PTR_TO_BTF_ID, btf = "linux_binprm") long bprm, @Arg(ANYTHING) long flags) {
        if ((flags & ~SECURE_EXEC) != 0) {
            return Errno.EINVAL.result();
        }
        in.kernel().structs().at("linux_binprm", bprm).put("secureexec", flags & SECURE_EXEC);
        return 0;
    }

    /** The integrity measurement of an inode: nothing is measured, as on a kernel without IMA. */
    @Helper(id = 161, families = LSM, mightSleep = true)
    @Simplified("nothing is measured: -EOPNOTSUPP")
    static long bpf_ima_inode_hash(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "inode") long inode,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE) long size) {
        return Errno.EOPNOTSUPP.result();
    }

    /** The integrity measurement of a file: nothing is measured, as on a kernel without IMA. */
    @Helper(id = 193, families = LSM, mightSleep = true)
    @Simplified("nothing is measured: -EOPNOTSUPP")
    static long bpf_ima_file_hash(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "file") long file,
            @Arg(PTR_TO_UNINIT_MEM) long dst,
            @Arg(CONST_SIZE) long size) {
        return Errno.EOPNOTSUPP.result();
    }
}
