package dev.skep.verifier.explore;

import dev.skep.verifier.state.RegisterState;

/** Whether a pointer into a map value may be dereferenced as it is: asked by the guard against speculation. */
public interface MapBounds {
    /** Looks at one byte where the register points to. */
    void check(int register);

    int valueSize(RegisterState pointer);
}
