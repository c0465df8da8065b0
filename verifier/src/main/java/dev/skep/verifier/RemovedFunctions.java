package dev.skep.verifier;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.PseudoSource;
import dev.skep.verifier.structure.Subprogram;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Callbacks that no path enters, because the loop that would call them never turns. The kernel removes code that no
 * path comes to, and with it such a function, but not the load of its address: what the load then names is, with luck,
 * the function that came after it, and the program is loaded; else the compiler finds no function there.
 *
 * <pre>
 *   r1 = 0                   ; no rounds
 *   r2 = func[callback]      ; a path comes here
 *   call bpf_loop            ; but none from here to the callback
 * </pre>
 *
 * <p>Counterparts: {@code opt_remove_dead_code()}, {@code bpf_adj_branches()}, {@code jit_subprogs()}.
 */
final class RemovedFunctions {
    private final Bytecode code;
    private final List<Subprogram> subprograms;
    private final BitSet reachable;

    private final int added;

    /**
     * @param reachable slots that some path comes to, both of loads of 64-bit constants
     * @param added how many functions the kernel itself adds at the end
     */
    RemovedFunctions(Bytecode code, List<Subprogram> subprograms, BitSet reachable, int added) {
        this.code = code;
        this.subprograms = subprograms;
        this.reachable = reachable;
        this.added = added;
    }

    /**
     * The first place where the compiler looks for a function in vain.
     *
     * @return the slot, counted when dead code is gone and nothing else was rewritten yet
     */
    OptionalInt missing() {
        Set<Integer> starts = startsAfterwards();
        if (starts.size() + added < 2) {
            // Programs of one function are compiled without looking at what they call.
            return OptionalInt.empty();
        }
        for (int slot = 0; slot < code.size(); slot++) {
            if (reachable.get(slot) && code.at(slot) instanceof LoadPseudo load && load.kind() == PseudoSource.FUNC) {
                int named = targetAfterwards(slot + 1 + load.immediate());
                if (!starts.contains(named)) {
                    return OptionalInt.of(named);
                }
            }
        }
        return OptionalInt.empty();
    }

    private Set<Integer> startsAfterwards() {
        Set<Integer> starts = new HashSet<>();
        for (Subprogram subprogram : subprograms) {
            if (reachable.get(subprogram.start())) {
                starts.add(reachable.get(0, subprogram.start()).cardinality());
            }
        }
        return starts;
    }

    /** Follows what a load names while one stretch of dead code after the other is cut out. */
    private int targetAfterwards(int target) {
        int named = target;
        for (int[] stretch : deadStretches()) {
            int begin = stretch[0];
            int length = stretch[1];
            // A target in the stretch itself is not moved: it then names whatever slides into its place.
            if (named >= begin + length) {
                named -= length;
            }
        }
        return named;
    }

    /** Begin, when those before are gone, and length. */
    private List<int[]> deadStretches() {
        List<int[]> stretches = new ArrayList<>();
        int removed = 0;
        int slot = reachable.nextClearBit(0);
        while (slot < code.size()) {
            int next = reachable.nextSetBit(slot);
            int end = next < 0 ? code.size() : next;
            stretches.add(new int[] {slot - removed, end - slot});
            removed += end - slot;
            slot = reachable.nextClearBit(end);
        }
        return stretches;
    }
}
