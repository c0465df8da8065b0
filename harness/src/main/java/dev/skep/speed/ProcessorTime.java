package dev.skep.speed;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The clock that measures: processor time of the current thread, in user space and in the kernel. What else the machine
 * has to do meanwhile, and what compiles in the background, does not count.
 */
final class ProcessorTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final boolean SUPPORTED = THREADS.isCurrentThreadCpuTimeSupported();

    private ProcessorTime() {}

    /** Of all threads of this process, as far as the JVM knows it. */
    static long ofProcessNs() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : System.nanoTime();
    }

    /** Only differences mean something. */
    static long nowNs() {
        return SUPPORTED ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
