package dev.skep.verifier.explore;

import dev.skep.kernel.Errno;
import dev.skep.verifier.state.VerifierState;

/**
 * Walks all paths of one function, each until it ends or is like one that was walked; the kernel's {@code do_check()}.
 */
public final class Explorer {
    private final Verification verification;
    private final Counters counters;
    private final VisitedStates visited;
    private final Step step;

    /** Looks at the current instruction and changes the current state. */
    @FunctionalInterface
    public interface Step {
        Next take();
    }

    /** What comes after an instruction. */
    public enum Next {
        /** The instruction that the verification stands at now. */
        GO_ON,
        /** The same, on the other side of a return, which the log shows. */
        GO_ON_IN_CALLER,
        /** The path ends. */
        END
    }

    public Explorer(Verification verification, VisitedStates visited, Step step) {
        this.verification = verification;
        this.counters = verification.counters;
        this.visited = visited;
        this.step = step;
    }

    /** Begins at the verification's current state and instruction. */
    public void run() {
        int previous = -1;
        boolean shows = false;
        while (true) {
            verification.beginInstruction();
            verification.previousInstruction = previous;
            int instruction = verification.instruction;
            if (instruction < 0 || instruction >= verification.code.size()) {
                throw verification.reject(
                        Errno.EFAULT, "invalid insn idx " + instruction + " insn_cnt " + verification.code.size());
            }
            if (++counters.processed > Counters.MAX_PROCESSED) {
                throw verification.reject(
                        Errno.E2BIG, "BPF program is too large. Processed " + counters.processed + " insn");
            }
            VerifierState state = verification.state;
            state.lastInstruction = previous;
            state.instruction = instruction;
            boolean ends;
            if (verification.flow.isPrunePoint(instruction) && visited.isVisited(instruction)) {
                showPruned(shows);
                ends = true;
            } else {
                if (verification.flow.isJumpPoint(instruction)) {
                    verification.pushHistory(0, 0);
                }
                shows = show(shows);
                verification.facts().seen |= !state.speculative;
                previous = instruction;
                if (state.speculative && verification.facts().barrierBefore) {
                    ends = true;
                } else {
                    Next next = take(instruction);
                    shows |= next == Next.GO_ON_IN_CALLER;
                    ends = next == Next.END;
                }
            }
            if (ends) {
                verification.scratches.all();
                visited.finishPath();
                verification.liveness.update();
                Worklist.Entry entry = verification.worklist.pop();
                if (entry == null) {
                    return;
                }
                if (!verification.log.showsEverything()) {
                    verification.log.reset(entry.logPosition());
                }
                verification.state = entry.state();
                verification.instruction = entry.instruction();
                previous = entry.previous();
                shows = true;
            }
        }
    }

    private Next take(int instruction) {
        VerifierState state = verification.state;
        verification.liveness.beginInstruction(instruction);
        Next next;
        try {
            next = step.take();
        } catch (Rejection rejection) {
            if (rejection.isRecoverable()) {
                verification.liveness.commitWrites();
                if (state.speculative) {
                    // The processor only speculates that it comes here; a barrier keeps it from doing so.
                    verification.facts[instruction].barrierBefore = true;
                    verification.facts[instruction].maskState = 0;
                    return Next.END;
                }
            }
            throw rejection;
        }
        verification.liveness.commitWrites();
        return state.speculative && verification.facts[instruction].barrierAfter ? Next.END : next;
    }

    private void showPruned(boolean shows) {
        if (!verification.log.showsPath()) {
            return;
        }
        if (shows) {
            verification
                    .log
                    .say("\nfrom ")
                    .say(verification.previousInstruction)
                    .say(" to ");
            verification.log.say(verification.instruction).say(speculation()).line(": safe");
        } else {
            verification.log.say(verification.instruction).line(": safe");
        }
    }

    private String speculation() {
        return verification.state.speculative ? " (speculative execution)" : "";
    }

    /** @return whether the whole state still has to be shown */
    private boolean show(boolean shows) {
        if (!verification.log.showsPath()) {
            return shows;
        }
        boolean left = shows;
        VerifierState state = verification.state;
        if (shows && verification.log.showsEverything()) {
            verification
                    .log
                    .say("\nfrom ")
                    .say(verification.previousInstruction)
                    .say(" to ");
            verification.log.say(verification.instruction).say(speculation()).say(':');
            verification.states.printAll(state, state.currentFrame);
            left = false;
        }
        if (verification.scratches.any()) {
            verification.printer.changes(verification.instruction, state);
        }
        verification.printer.instruction(verification.instruction, verification.text(verification.instruction));
        return left;
    }
}
