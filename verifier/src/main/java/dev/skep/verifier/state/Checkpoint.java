package dev.skep.verifier.state;

/**
 * A state that later ones are compared with; the kernel's {@code struct bpf_verifier_state_list}. How often that helped
 * decides how long it is kept.
 */
public final class Checkpoint {
    public final VerifierState state;
    public int hits;
    public int misses;
    /** Taken off its list, but a child still needs it. */
    public boolean retired;

    public Checkpoint(VerifierState state) {
        this.state = state;
        state.checkpoint = this;
    }
}
