package dev.skep.verifier.state;

import org.jspecify.annotations.Nullable;

/**
 * Something that must be given back: a kernel object, a lock, saved interrupt flags; the kernel's {@code struct
 * bpf_reference_state}.
 *
 * @param instruction where it was acquired
 * @param owner of a lock: the map or the type that holds it
 */
public record Reference(
        Kind kind, int id, int instruction, @Nullable Object owner) {
    /** What is held. */
    public enum Kind {
        POINTER,
        IRQ,
        LOCK,
        RES_LOCK,
        RES_LOCK_IRQ;

        public boolean isLock() {
            return this == LOCK || this == RES_LOCK || this == RES_LOCK_IRQ;
        }
    }
}
