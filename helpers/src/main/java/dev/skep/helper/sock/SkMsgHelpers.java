package dev.skep.helper.sock;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.SK_MSG;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.net.SkMessage;
import dev.skep.kernel.program.Invocation;

/** The message that a task sends. */
public final class SkMsgHelpers {
    private SkMsgHelpers() {}

    /** Lets the verdict stand for this many bytes. */
    @Helper(id = 61, families = SK_MSG)
    static long bpf_msg_apply_bytes(Invocation in, @Arg(PTR_TO_CTX) long msg, @Arg(ANYTHING) long bytes) {
        in.context(msg, SkMessage.class).apply((int) bytes);
        return 0;
    }

    /** Asks not to be called before there are this many bytes. */
    @Helper(id = 62, families = SK_MSG)
    static long bpf_msg_cork_bytes(Invocation in, @Arg(PTR_TO_CTX) long msg, @Arg(ANYTHING) long bytes) {
        in.context(msg, SkMessage.class).cork((int) bytes);
        return 0;
    }

    /** Makes a range of the message reachable through {@code data}. */
    @Helper(id = 63, families = SK_MSG)
    @TruffleBoundary
    static long bpf_msg_pull_data(
            Invocation in,
            @Arg(PTR_TO_CTX) long msg,
            @Arg(ANYTHING) long start,
            @Arg(ANYTHING) long end,
            @Arg(ANYTHING) long flags) {
        return in.context(msg, SkMessage.class).pull((int) start, (int) end, flags);
    }

    /** Inserts bytes into the message. */
    @Helper(id = 90, families = SK_MSG)
    @TruffleBoundary
    static long bpf_msg_push_data(
            Invocation in,
            @Arg(PTR_TO_CTX) long msg,
            @Arg(ANYTHING) long start,
            @Arg(ANYTHING) long len,
            @Arg(ANYTHING) long flags) {
        return in.context(msg, SkMessage.class).push((int) start, (int) len, flags);
    }

    /** Removes bytes from the message. */
    @Helper(id = 91, families = SK_MSG)
    @TruffleBoundary
    static long bpf_msg_pop_data(
            Invocation in,
            @Arg(PTR_TO_CTX) long msg,
            @Arg(ANYTHING) long start,
            @Arg(ANYTHING) long len,
            @Arg(ANYTHING) long flags) {
        return in.context(msg, SkMessage.class).pop((int) start, (int) len, flags);
    }
}
