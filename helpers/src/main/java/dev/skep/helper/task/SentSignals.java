package dev.skep.helper.task;

import dev.skep.kernel.Errno;
import dev.skep.kernel.task.Task;

/** Signals that programs send. Counterpart: {@code bpf_send_signal_common()}. */
public final class SentSignals {
    private static final int LAST = 64;
    private static final int INIT = 1;

    private SentSignals() {}

    /** Sends a signal to a task; EPERM to the first of all processes, EINVAL for what is no signal. */
    public static long send(Task task, int signal) {
        if (task.tgid() == INIT) {
            return Errno.EPERM.result();
        }
        if (signal < 0 || signal > LAST) {
            return Errno.EINVAL.result();
        }
        if (signal != 0) {
            task.receive(signal);
        }
        return 0;
    }
}
