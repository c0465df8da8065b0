package dev.skep.debug;

import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * A program did what the machine does not let it do, and was stopped: the counterpart of an oops. For a program that
 * the verifier has accepted it is a bug of this machine.
 *
 * <p>The message has the reason in its first line; then the instruction, its line of the source where that is known,
 * the registers that the program could still read, and the functions that were on their way:
 *
 * <pre>
 *   xdp_count: unable to handle page fault for address: 0000000000000008 (read of 4 bytes)
 *     at instruction 12: (61) r3 = *(u32 *)(r1 +8)
 *     count.bpf.c:42:13: if (ip->ttl == 0)
 *     R1=0000000000000000 R6=ffffc90000000000 R10=ffff888000010200
 * </pre>
 */
public final class ProgramFault extends AbstractTruffleException {
    private static final long serialVersionUID = 1L;

    private final String program;
    private final String reason;
    private final int instruction;

    /**
     * @param program its name
     * @param reason the first line, without the program's name
     * @param instruction the slot that was executed
     * @param details the lines below the first, each ended by a newline
     */
    public ProgramFault(
            String program,
            String reason,
            int instruction,
            String details,
            @Nullable Throwable cause,
            @Nullable Node location) {
        super(program + ": " + reason + "\n" + details.stripTrailing(), cause, UNLIMITED_STACK_TRACE, location);
        this.program = program;
        this.reason = reason;
        this.instruction = instruction;
    }

    /** The name of the program that was stopped. */
    public String program() {
        return program;
    }

    /** What was wrong, in one line. */
    public String reason() {
        return reason;
    }

    /** The slot of the instruction, as the kernel's log counts them. */
    public int instruction() {
        return instruction;
    }
}
