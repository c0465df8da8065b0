package dev.skep.verifier.explore;

import dev.skep.verifier.state.VerifierState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks through loops. A path that comes back to a state inside of a loop is pruned before all that follows that state
 * was seen, so that what matters in it is not all known yet. Such paths are kept until the loop is left, and then
 * marked until nothing changes. The kernel's {@code struct bpf_scc_visit} and {@code propagate_backedges()}.
 */
final class LoopVisits {
    private static final int MAX_ROUNDS = 64;

    private final Verification verification;
    private final Map<LoopChain, Visit> visits = new HashMap<>();

    LoopVisits(Verification verification) {
        this.verification = verification;
    }

    /** A loop and the calls that led to it. */
    private record LoopChain(List<Integer> callsites, int loop) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("(");
            for (int callsite : callsites) {
                if (callsite == 0) {
                    break;
                }
                text.append(callsite).append(',');
            }
            return text.append(loop).append(')').toString();
        }
    }

    /** One walk through a loop. */
    private static final class Visit {
        private @Nullable VerifierState entry;
        /** Newest first. */
        private final List<VerifierState> backedges = new ArrayList<>();
    }

    private @Nullable LoopChain chain(VerifierState state) {
        for (int frame = 0; frame <= state.currentFrame; frame++) {
            int loop = verification.flow.loop(state.instructionOf(frame));
            if (loop != 0) {
                List<Integer> callsites = new ArrayList<>(frame);
                for (int outer = 0; outer < frame; outer++) {
                    callsites.add(state.instructionOf(outer));
                }
                return new LoopChain(callsites, loop);
            }
        }
        return null;
    }

    /** A checkpoint was made: if it is in a loop that is not being walked, it is where the walk begins. */
    void enter(VerifierState state) {
        LoopChain chain = chain(state);
        if (chain == null) {
            return;
        }
        Visit visit = visits.computeIfAbsent(chain, key -> new Visit());
        if (visit.entry == null) {
            visit.entry = state;
            say("SCC enter ", chain);
        }
    }

    /** All paths from this checkpoint were walked. */
    void exit(VerifierState state) {
        LoopChain chain = chain(state);
        if (chain == null) {
            return;
        }
        Visit visit = visits.get(chain);
        if (visit == null) {
            if (!state.speculative) {
                throw verification.bug("scc exit: no visit info for call chain " + chain);
            }
            return;
        }
        if (visit.entry != state) {
            return;
        }
        say("SCC exit ", chain);
        visit.entry = null;
        verification.counters.backedges -= visit.backedges.size();
        verification.counters.updatePeak();
        propagate(visit);
    }

    /** A path came back to a state in a loop. */
    void addBackedge(VerifierState equal, VerifierState backedge) {
        LoopChain chain = chain(equal);
        if (chain == null) {
            throw verification.bug("add backedge: no SCC in verification path, insn_idx " + equal.instruction);
        }
        Visit visit = visits.get(chain);
        if (visit == null) {
            throw verification.bug("add backedge: no visit info for call chain " + chain);
        }
        say("SCC backedge ", chain);
        visit.backedges.addFirst(backedge);
        verification.counters.backedges++;
        verification.counters.updatePeak();
    }

    /** Whether it is not all known yet what matters in this state. */
    boolean isIncomplete(VerifierState state) {
        if (verification.counters.backedges == 0) {
            return false;
        }
        LoopChain chain = chain(state);
        Visit visit = chain == null ? null : visits.get(chain);
        return visit != null && !visit.backedges.isEmpty();
    }

    private void propagate(Visit visit) {
        boolean changed = true;
        for (int round = 1; changed; round++) {
            if (round > MAX_ROUNDS + 1) {
                if (verification.log.showsEverything()) {
                    verification.log.line("propagate_backedges: too many iterations");
                }
                visit.backedges.forEach(verification.precision::markAllPrecise);
                break;
            }
            changed = false;
            for (VerifierState backedge : visit.backedges) {
                VerifierState equal = backedge.equalState;
                if (equal != null) {
                    changed |= verification.precision.propagate(equal, backedge);
                }
            }
        }
        visit.backedges.clear();
    }

    private void say(String what, LoopChain chain) {
        if (verification.log.showsEverything()) {
            verification.log.line(what + chain);
        }
    }
}
