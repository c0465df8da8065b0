package dev.skep.verifier.log;

import dev.skep.verifier.state.VerifierState;

/**
 * The lines of the path: an instruction, and behind it what it changed. The state is put behind the instruction's text
 * only when nothing was said in between.
 */
public final class InstructionPrinter {
    private final VerifierLog log;
    private final StatePrinter states;
    private final SourceLines lines;
    private long lastPosition;
    private long lastLength;

    public InstructionPrinter(VerifierLog log, StatePrinter states, SourceLines lines) {
        this.log = log;
        this.states = states;
        this.lines = lines;
    }

    /** {@code 3: (07) r2 += -8}, after the source line that it comes from. */
    public void instruction(int index, String text) {
        lines.print(index);
        long before = log.position();
        log.say(index).say(": ").line(text);
        lastPosition = log.position();
        lastLength = lastPosition - before;
    }

    /** What the last instruction changed. */
    public void changes(int index, VerifierState state) {
        if (lastPosition != 0 && lastPosition == log.position()) {
            log.reset(lastPosition - 1);
            log.align(lastLength);
        } else {
            log.say(index).say(':');
        }
        states.printTouched(state, state.currentFrame);
    }
}
