package dev.skep.verifier.explore;

import dev.skep.btf.BtfType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known about a function of the program; the kernel's {@code struct bpf_subprog_info}. */
public final class SubprogramFacts {
    /** Lower than any offset: spills around calls are used by others too. */
    static final int NO_FASTCALL = Short.MIN_VALUE;

    public final int number;
    public final int start;
    public final int end;
    public final String name;

    public int stackDepth;
    public boolean isCallback;
    public boolean isAsyncCallback;
    public boolean isExceptionCallback;
    public boolean changesPacket;
    public boolean mightSleep;
    public boolean hasTailCall;
    public boolean tailCallReachable;

    /** Verified on its own: callers look at its declaration only. */
    public boolean isGlobal;

    /** Where its declaration says that it is defined. */
    public BtfType.Linkage linkage = BtfType.Linkage.STATIC;

    public boolean isCalled;
    public boolean isVerified;

    /** Its declaration does not tell the truth. */
    public boolean isUnreliable;

    public @Nullable List<ArgumentDeclaration> arguments;

    public int fastcallStackOffset;
    public boolean keepFastcallStack;

    /** Nothing around its calls may be left out. */
    public void giveUpFastcall() {
        fastcallStackOffset = NO_FASTCALL;
    }

    public SubprogramFacts(int number, int start, int end, String name) {
        this.number = number;
        this.start = start;
        this.end = end;
        this.name = name;
    }
}
