package dev.skep.nodes;

import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.Exit;
import dev.skep.kernel.program.ProgramImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a program that watch it.
 *
 * @param counts where executed instructions are counted; null when they are not
 * @param trail which way it went; null when nobody asks
 */
record Probes(@Nullable ExecutionCounts counts, @Nullable Trail trail) {
    /** Most that there are in a block. */
    static final int MOST = 3;

    static Probes of(Observation observation, ProgramImage image) {
        Coverage coverage = observation.coverage();
        return new Probes(
                coverage == null ? null : coverage.add(image),
                observation.trails() == Observation.Trails.KEPT ? new Trail() : null);
    }

    /** Adds what comes before the first instruction of a block with these slots. */
    void addStart(List<InstructionNode> body, int start, int end) {
        if (counts != null) {
            body.add(counts.block(start, end));
        }
        if (trail != null) {
            body.add(trail.block(start));
        }
    }

    /** What comes before an instruction that ends a block; null for nothing. */
    @Nullable
    InstructionNode before(Instruction last) {
        return trail != null && last instanceof Exit ? trail.atReturn() : null;
    }

    /** The branch that an instruction is, watched. */
    BranchNode branch(BranchNode branch, Instruction instruction, int slot) {
        return counts != null && instruction instanceof Branch ? counts.branch(branch, slot) : branch;
    }

    /** Registers that nobody reads any more; of a program whose trail is kept, somebody does when it returns. */
    int dead(int unread) {
        return trail == null ? unread : 0;
    }
}
