package dev.skep.verifier.explore;

import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterType;
import org.jspecify.annotations.Nullable;

/** What was learned about one instruction on all paths; the kernel's {@code struct bpf_insn_aux_data}. */
public final class InstructionFacts {
    /** Reached on some path that the processor does not only speculate on. */
    public boolean seen;

    /** What its memory operand was on the paths so far; null when none came by. */
    public @Nullable RegisterType pointerType;

    /** Of a call: the map, when it is the same on all paths. */
    public @Nullable MapView map;

    public boolean mapVaries;

    /** Of a tail call: the constant index, -1 when none was seen, -2 when it varies. */
    public long mapKey = -1;

    /** The upper half of the result must be cleared, since somebody looks at it. */
    public boolean zeroExtend;

    /** Of {@code bpf_loop}: −1 before, −2 when it cannot be inlined, else the callback. */
    public int loopCallback = -1;

    /** Part of a spill, call, fill pattern that could be left out. */
    public boolean fastcall;

    public int fastcallSpills;

    /** A barrier against speculation is needed before it, or after it. */
    public boolean barrierBefore;

    public boolean barrierAfter;

    /** How a pointer operand is masked for unprivileged users; 0 when not. */
    public int maskState;

    public int maskLimit;

    /** The whole context field is loaded, and this part of it taken: bytes of the field, 0 when not narrowed. */
    public int contextFieldSize;
}
