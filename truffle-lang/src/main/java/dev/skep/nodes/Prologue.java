package dev.skep.nodes;

import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.frame.VirtualFrame;

/**
 * What happens before the first instruction of a function: arguments into registers, the budget from the activation
 * into the frame.
 *
 * @param isProgram whether this is a program itself and not one of its subprograms
 * @param credit what the budget gets back, see {@link Costs#credit}
 */
record Prologue(boolean isProgram, int credit) {
    void enter(VirtualFrame frame, Activation activation, Arguments arguments) {
        set(frame, 1, arguments.r1());
        set(frame, 2, arguments.r2());
        set(frame, 3, arguments.r3());
        set(frame, 4, arguments.r4());
        set(frame, 5, arguments.r5());
        set(frame, Frames.R10, arguments.stackTop());
        set(frame, Frames.STACK_TOP, arguments.stackTop());
        set(frame, Frames.DEPTH, arguments.depth());
        set(frame, Frames.MAY_GOTO, Frames.MAX_LOOPS);
        set(frame, Frames.BUDGET, activation.budget + credit);
    }
}
