package dev.skep.language;

import com.oracle.truffle.api.Truffle;

/** How programs run in this JVM. Every figure of speed names it. */
public enum Mode {
    /** Hot code goes through the Graal compiler: the JVM was started with JVMCI and the compiler's modules. */
    COMPILED,
    /** Everything is interpreted, with the same results. */
    INTERPRETED;

    /** Truffle names its runtime so when, and only when, Graal compiles guest code. */
    private static final String COMPILING_RUNTIME = "GraalVM CE";

    /** The mode of the runtime that this JVM found. */
    public static Mode current() {
        return Truffle.getRuntime().getName().equals(COMPILING_RUNTIME) ? COMPILED : INTERPRETED;
    }
}
