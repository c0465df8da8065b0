package dev.skep.nodes;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Jump;
import dev.skep.verifier.Facts;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program without what the verifier knows to be dead: branches that always go one way are jumps, so that the flow
 * graph leaves out what lies on the other, and calls there name no helper, since this machine need not have it. The
 * kernel's {@code opt_hard_wire_dead_code_branches()} and {@code sanitize_dead_code()}; slots keep their numbers.
 */
final class LiveCode {
    private LiveCode() {}

    static Bytecode of(Bytecode code, Facts facts) {
        if (!facts.hasDeadCode()) {
            return code;
        }
        TreeMap<Integer, Instruction> changes = new TreeMap<>();
        for (int slot = 0; slot < code.size(); slot += code.at(slot).slots()) {
            Instruction live = live(code.at(slot), slot, facts);
            if (live != null) {
                changes.put(slot, live);
            }
        }
        return changes.isEmpty() ? code : code.with(changes);
    }

    /** What takes the place of the instruction; null when it stays. */
    private static @Nullable Instruction live(Instruction instruction, int slot, Facts facts) {
        if (facts.isDead(slot)) {
            return instruction instanceof CallHelper || instruction instanceof CallKfunc ? new Exit() : null;
        }
        if (instruction instanceof Branch branch) {
            if (facts.isDead(slot + 1)) {
                return new Jump(branch.offset());
            }
            if (facts.isDead(slot + 1 + branch.offset())) {
                return new Jump(0);
            }
        }
        return null;
    }
}
