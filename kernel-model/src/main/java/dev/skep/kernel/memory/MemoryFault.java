package dev.skep.kernel.memory;

import org.jspecify.annotations.Nullable;

/**
 * An access to simulated memory that the machine refuses, as it would with an oops. Whoever runs the program adds the
 * registers and the place in the program. Carries no Java stack trace: it is the simulated machine's event.
 */
public final class MemoryFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why the access was refused; all but the first are found in strict mode only. */
    public enum Reason {
        UNMAPPED("unable to handle page fault"),
        OUT_OF_BOUNDS("out-of-bounds access"),
        USE_AFTER_FREE("use after free"),
        UNINITIALISED("use of uninitialised value"),
        DOUBLE_FREE("double free");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        @Override
        public String toString() {
            return sentence;
        }
    }

    private final long address;
    private final long size;
    private final AccessKind access;
    private final Reason reason;
    private final @Nullable String history;

    MemoryFault(long address, long size, AccessKind access, Reason reason, @Nullable String history) {
        super(null, null, false, false);
        this.address = address;
        this.size = size;
        this.access = access;
        this.reason = reason;
        this.history = history;
    }

    /** A fault at an address that nothing is behind. Also for rooms that own windows outside of the flat region. */
    public static MemoryFault unmapped(long address, long size, AccessKind access) {
        return new MemoryFault(address, size, access, Reason.UNMAPPED, null);
    }

    /** The first byte of the access. */
    public long address() {
        return address;
    }

    /** Bytes of the access. */
    public long size() {
        return size;
    }

    public AccessKind access() {
        return access;
    }

    public Reason reason() {
        return reason;
    }

    /** Strict mode: what the memory is or was, and where it was allocated and freed. */
    public @Nullable String history() {
        return history;
    }

    @Override
    public String getMessage() {
        String what = reason + " for address: " + String.format(java.util.Locale.ROOT, "%016x", address) + " (" + access
                + " of " + size + " bytes)";
        return history == null ? what : what + "; " + history;
    }
}
