package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ReturnRange;
import dev.skep.verifier.structure.StructureLog;
import java.util.OptionalInt;
import java.util.Set;

/** The hooks of security modules as programs get them; {@code kernel/bpf/bpf_lsm.c}. Names are without their prefix. */
final class LsmHooks {
    private static final String PREFIX = "bpf_lsm_";
    private static final int MAX_ERRNO = 4095;

    /** Hooks that give more back than an error, which programs cannot. */
    private static final Set<String> DISABLED = Set.of(
            "audit_rule_match",
            "getprocattr",
            "getselfattr",
            "inode_copy_up_xattr",
            "inode_getsecurity",
            "inode_listsecurity",
            "inode_need_killpriv",
            "ismaclabel",
            "key_getsecurity",
            "setprocattr",
            "vm_enough_memory",
            "xfrm_decode_session");

    /** Hooks that answer yes or no. */
    private static final Set<String> BOOLEAN =
            Set.of("audit_rule_known", "inode_xattr_skipcap", "xfrm_state_pol_flow_match");

    /** Hooks that see what is not complete yet, or not any more. */
    private static final Set<String> UNTRUSTED = Set.of(
            "bpf_map_free",
            "bpf_prog_free",
            "file_alloc_security",
            "file_free_security",
            "sk_alloc_security",
            "sk_free_security",
            "task_free");

    private static final Set<String> SLEEPABLE = Set.of(
            "bpf",
            "bpf_map",
            "bpf_map_create",
            "bpf_map_free",
            "bpf_prog",
            "bpf_prog_load",
            "bpf_token_capable",
            "bpf_token_cmd",
            "bpf_token_create",
            "bpf_token_free",
            "bprm_check_security",
            "bprm_committed_creds",
            "bprm_committing_creds",
            "bprm_creds_for_exec",
            "bprm_creds_from_file",
            "capget",
            "capset",
            "cred_prepare",
            "current_getsecid_subj",
            "file_ioctl",
            "file_lock",
            "file_open",
            "file_post_open",
            "file_receive",
            "inode_create",
            "inode_free_security",
            "inode_getattr",
            "inode_getxattr",
            "inode_mknod",
            "inode_need_killpriv",
            "inode_post_setxattr",
            "inode_readlink",
            "inode_rename",
            "inode_rmdir",
            "inode_setattr",
            "inode_setxattr",
            "inode_symlink",
            "inode_unlink",
            "kernel_module_request",
            "kernel_read_file",
            "kernfs_init_security",
            "mmap_file",
            "netlink_send",
            "path_chmod",
            "path_chown",
            "path_link",
            "path_mkdir",
            "path_notify",
            "path_rename",
            "path_rmdir",
            "path_symlink",
            "path_truncate",
            "path_unlink",
            "release_secctx",
            "sb_alloc_security",
            "sb_eat_lsm_opts",
            "sb_kern_mount",
            "sb_mount",
            "sb_remount",
            "sb_set_mnt_opts",
            "sb_show_options",
            "sb_statfs",
            "sb_umount",
            "settime",
            "socket_accept",
            "socket_bind",
            "socket_connect",
            "socket_create",
            "socket_getpeername",
            "socket_getpeersec_dgram",
            "socket_getsockname",
            "socket_getsockopt",
            "socket_listen",
            "socket_post_create",
            "socket_recvmsg",
            "socket_sendmsg",
            "socket_shutdown",
            "socket_socketpair",
            "syslog",
            "task_alloc",
            "task_getsecid_obj",
            "task_prctl",
            "task_setscheduler",
            "userns_create");

    private LsmHooks() {}

    /**
     * Whether the program may be attached to its hook; {@code bpf_lsm_verify_prog()}. A hook that the types do not have
     * is not looked at.
     */
    static void check(ProgramImage program, Btf kernel, StructureLog log) {
        String hook = program.attachTarget();
        OptionalInt id = kernel.find(PREFIX + hook, BtfKind.FUNC);
        if (id.isEmpty()) {
            return;
        }
        if (program.has(ProgramImage.F_SLEEPABLE) && !SLEEPABLE.contains(hook)) {
            throw log.rejected(Errno.EINVAL, PREFIX + hook + " is not sleepable\n");
        }
        if (!program.isGplCompatible()) {
            throw log.rejected(Errno.EINVAL, "LSM programs must have a GPL compatible license\n");
        }
        if (DISABLED.contains(hook)) {
            throw log.rejected(
                    Errno.EINVAL,
                    "attach_btf_id " + id.getAsInt() + " points to disabled hook " + PREFIX + hook + "\n");
        }
    }

    /** What a program at the hook may return. */
    static ReturnRange returns(TracedFunction hook, AttachType attachType) {
        boolean returnsNothing = hook.prototype().returnType() == 0;
        if (attachType == AttachType.LSM_CGROUP) {
            return new ReturnRange(returnsNothing ? 1 : 0, 1);
        }
        if (returnsNothing) {
            return ReturnRange.ANY;
        }
        return BOOLEAN.contains(hook.name().substring(PREFIX.length()))
                ? new ReturnRange(0, 1)
                : new ReturnRange(-MAX_ERRNO, 0);
    }

    /** Whether the hook's arguments are what they are said to be. */
    static boolean isTrusted(String hook) {
        return !UNTRUSTED.contains(hook);
    }
}
