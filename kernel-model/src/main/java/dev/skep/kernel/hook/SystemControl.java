package dev.skep.kernel.hook;

import dev.skep.kernel.context.ProgramContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A system control that a task reads or writes, which programs of {@code cgroup/sysctl} see. Counterpart: what
 * {@code struct bpf_sysctl_kern} knows besides the context.
 */
public final class SystemControl implements ProgramContext {
    private final String name;
    private final byte[] value;
    private final byte @Nullable [] written;
    private byte @Nullable [] replaced;

    private SystemControl(String name, byte[] value, byte @Nullable [] written) {
        this.name = name;
        this.value = value.clone();
        this.written = written;
    }

    /**
     * A control that is read.
     *
     * @param name its path below {@code /proc/sys}: {@code net/ipv4/ip_forward}
     * @param value what it holds, with the line feed at its end
     */
    public static SystemControl read(String name, byte[] value) {
        return new SystemControl(name, value, null);
    }

    /** The same control, to which the task writes this. */
    public SystemControl written(byte[] bytes) {
        return new SystemControl(name, value, bytes.clone());
    }

    /** Its path below {@code /proc/sys}. */
    public String name() {
        return name;
    }

    /** What it holds. */
    public byte[] value() {
        return value.clone();
    }

    /** Whether the task writes. */
    public boolean isWritten() {
        return written != null;
    }

    /** What is going to be written: what the task wrote, or a program in its place; empty where it only reads. */
    public Optional<byte[]> newValue() {
        return Optional.ofNullable(replaced == null ? written : replaced);
    }

    /** A program writes something else in the place of the task. */
    public void replace(byte[] bytes) {
        replaced = bytes.clone();
    }

    /** What a program wrote in the place of the task; empty if none did. */
    public Optional<byte[]> replacement() {
        return Optional.ofNullable(replaced);
    }

    /** As it was before any program saw it. */
    void restore() {
        replaced = null;
    }
}
