package dev.skep.kfunc.file;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.LSM;

import dev.skep.helper.Kfunc;
import dev.skep.helper.Simplified;
import dev.skep.helper.trace.PathText;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;

/** Files, paths and extended attributes, for security modules. */
public final class FileKfuncs {
    private FileKfuncs() {}

    /** The file that a task runs; must be put back. */
    @Kfunc(
            value = "struct file *bpf_get_task_exe_file(struct task_struct *task)",
            hooks = LSM,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_get_task_exe_file(Invocation in, long task) {
        Task of = in.kernel().tasks().at(task);
        return of == null ? 0 : in.kernel().tasks().executableAddress(of);
    }

    /** Gives a file back. */
    @Simplified("not counted")
    @Kfunc(value = "void bpf_put_file(struct file *file)", hooks = LSM, flags = RELEASE)
    static long bpf_put_file(Invocation in, long file) {
        return 0;
    }

    /** A path as a string. */
    @Kfunc(value = "int bpf_path_d_path(const struct path *path, char *buf, size_t buf__sz)", hooks = LSM)
    static long bpf_path_d_path(Invocation in, long path, long buf, long bufSize) {
        return bufSize == 0 ? Errno.EINVAL.result() : PathText.write(in, path, buf, bufSize);
    }

    /** Reads an extended attribute of a directory entry. */
    @Kfunc(
            value =
                    "int bpf_get_dentry_xattr(struct dentry *dentry, const char *name__str, struct bpf_dynptr *value_p)",
            hooks = LSM,
            flags = SLEEPABLE)
    static long bpf_get_dentry_xattr(Invocation in, long dentry, long name, long valueP) {
        return ExtendedAttributes.read(in, in.kernel().tasks().files().attributes(dentry), name, valueP);
    }

    /** Reads an extended attribute of a file. */
    @Kfunc(
            value = "int bpf_get_file_xattr(struct file *file, const char *name__str, struct bpf_dynptr *value_p)",
            hooks = LSM,
            flags = SLEEPABLE)
    static long bpf_get_file_xattr(Invocation in, long file, long name, long valueP) {
        long dentry = in.kernel().structs().at("file", file).get("f_path.dentry");
        return ExtendedAttributes.read(in, in.kernel().tasks().files().attributes(dentry), name, valueP);
    }

    /** Writes an extended attribute. */
    @Kfunc(
            value =
                    "int bpf_set_dentry_xattr(struct dentry *dentry, const char *name__str, const struct bpf_dynptr *value_p, int flags)",
            hooks = LSM,
            flags = SLEEPABLE)
    static long bpf_set_dentry_xattr(Invocation in, long dentry, long name, long valueP, long flags) {
        return ExtendedAttributes.write(in, in.kernel().tasks().files().attributes(dentry), name, valueP, (int) flags);
    }

    /** Removes an extended attribute. */
    @Kfunc(
            value = "int bpf_remove_dentry_xattr(struct dentry *dentry, const char *name__str)",
            hooks = LSM,
            flags = SLEEPABLE)
    static long bpf_remove_dentry_xattr(Invocation in, long dentry, long name) {
        return ExtendedAttributes.remove(in, in.kernel().tasks().files().attributes(dentry), name);
    }
}
