package dev.skep.verifier.check;

import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.SpecialField;

/** The kinds of locks that programs take. */
enum SpinLock {
    PLAIN("bpf_spin", SpecialField.Kind.SPIN_LOCK, Reference.Kind.LOCK),
    RESILIENT("bpf_res_spin", SpecialField.Kind.RES_SPIN_LOCK, Reference.Kind.RES_LOCK),
    /** Taken with interrupts off. */
    RESILIENT_IRQ("bpf_res_spin", SpecialField.Kind.RES_SPIN_LOCK, Reference.Kind.RES_LOCK_IRQ);

    private final String text;
    private final SpecialField.Kind field;
    private final Reference.Kind reference;

    SpinLock(String text, SpecialField.Kind field, Reference.Kind reference) {
        this.text = text;
        this.field = field;
        this.reference = reference;
    }

    /** {@code bpf_spin}. */
    String text() {
        return text;
    }

    SpecialField.Kind field() {
        return field;
    }

    Reference.Kind reference() {
        return reference;
    }

    /** What is done with it. */
    enum Step {
        LOCK,
        UNLOCK
    }
}
