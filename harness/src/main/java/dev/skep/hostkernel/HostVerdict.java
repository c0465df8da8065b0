package dev.skep.hostkernel;

import dev.skep.kernel.Errno;

/** What the kernel said about a program. */
public sealed interface HostVerdict {
    /** The log; empty when none was asked for. */
    String log();

    /** It is loaded. */
    record Accepted(HostProgram program, String log) implements HostVerdict {}

    /** It is not. */
    record Rejected(Errno errno, String log) implements HostVerdict {}
}
