package dev.skep.helper.lirc;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.program.HelperFamily.LIRC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** What a decoder reports. */
public abstract class LircHelpers {
    private LircHelpers() {}

    /** Reports that the last key is repeated. */
    @Helper(id = 77, families = LIRC, gplOnly = true)
    abstract long bpf_rc_repeat(Invocation in, @Arg(PTR_TO_CTX) long ctx);

    /** Reports a key. */
    @Helper(id = 78, families = LIRC, gplOnly = true)
    abstract long bpf_rc_keydown(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(ANYTHING) long protocol,
            @Arg(ANYTHING) long scancode,
            @Arg(ANYTHING) long toggle);

    /** Reports a movement of the pointer. */
    @Helper(id = 92, families = LIRC, gplOnly = true)
    abstract long bpf_rc_pointer_rel(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(ANYTHING) long relX, @Arg(ANYTHING) long relY);
}
