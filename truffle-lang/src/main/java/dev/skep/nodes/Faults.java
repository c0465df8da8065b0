package dev.skep.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ControlFlowException;
import com.oracle.truffle.api.nodes.Node;
import dev.skep.debug.ProgramFault;
import dev.skep.kernel.memory.MemoryFault;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Stops a program: says what was wrong, where, and what the registers held. */
final class Faults {
    private static final HexFormat HEX = HexFormat.of();

    private Faults() {}

    /** Something that the program must not do. */
    static ProgramFault of(Node node, VirtualFrame frame, int slot, String reason) {
        CompilerDirectives.transferToInterpreter();
        return report(node, frame, slot, reason, null);
    }

    /** An access that memory refused. */
    static ProgramFault memory(Node node, VirtualFrame frame, int slot, MemoryFault fault) {
        CompilerDirectives.transferToInterpreter();
        return report(node, frame, slot, String.valueOf(fault.getMessage()), fault);
    }

    /** A jump out of the program, or an instruction that has no next one. */
    static ProgramFault outside(Node node, VirtualFrame frame, int slot, boolean taken) {
        CompilerDirectives.transferToInterpreter();
        long next = FlowGraph.next(code(node).bytecode(), slot, taken);
        int last = code(node).bytecode().size() - 1;
        String reason = "goes on at instruction " + next + ", but the program has instructions 0 to " + last;
        return report(node, frame, slot, reason, null);
    }

    static ProgramFault budgetExhausted(Node node, VirtualFrame frame, int slot) {
        CompilerDirectives.transferToInterpreter();
        long budget = code(node).instructionBudget();
        return report(node, frame, slot, "instruction budget of " + budget + " used up: does it loop for ever?", null);
    }

    /**
     * What came out of a helper or kfunc: a fault of a callback as it is, an access of the helper's own as a fault at
     * the call, anything else as what it is, an error of this machine.
     */
    static RuntimeException inKernel(
            Node node, VirtualFrame frame, int slot, String function, RuntimeException failure) {
        CompilerDirectives.transferToInterpreter();
        if (failure instanceof MemoryFault fault) {
            return report(node, frame, slot, function + ": " + fault.getMessage(), fault);
        }
        if (failure instanceof AbstractTruffleException || failure instanceof ControlFlowException) {
            return failure;
        }
        return report(node, frame, slot, "internal error in " + function + ": " + failure, failure);
    }

    /** What stops a run from outside of its instructions, in a call from the kernel back into the program. */
    static ProgramFault inCallback(String program, String reason) {
        return new ProgramFault(program, reason, 0, "", null, null);
    }

    static String noFunction(long address) {
        return "call of " + hex(address) + ", where no function begins";
    }

    /** {@code check_max_stack_depth} says so. */
    static String tooDeep(int frames) {
        return "the call stack of " + frames + " frames is too deep !";
    }

    /** The host's own stack has an end, too. */
    static ProgramFault stackOverflow(String program, StackOverflowError overflow) {
        return new ProgramFault(program, "calls are nested deeper than the host's stack is", 0, "", overflow, null);
    }

    /** The opcode of a raw slot, as the kernel prints it. */
    static String opcode(long raw) {
        return HEX.toHexDigits((byte) raw);
    }

    static String hex(long value) {
        return HEX.toHexDigits(value);
    }

    /** The program that a node belongs to. */
    static Code code(Node node) {
        return ((CodeRoot) Objects.requireNonNull(node.getRootNode())).code;
    }

    private static ProgramFault report(
            Node node, VirtualFrame frame, int slot, String reason, @Nullable Throwable cause) {
        Code code = code(node);
        StringBuilder details = new StringBuilder();
        details.append("  at instruction ").append(slot).append(": ");
        details.append(code.disassemble(slot)).append('\n');
        String source = code.sourceLine(slot);
        if (source != null) {
            details.append("  ").append(source).append('\n');
        }
        details.append(' ');
        int live = code.liveAt(slot);
        for (int register = 0; register <= Frames.R10; register++) {
            if ((live & 1 << register) != 0 || register == Frames.R10) {
                details.append(" R").append(register).append('=').append(hex(Frames.get(frame, register)));
            }
        }
        details.append('\n');
        return new ProgramFault(code.name(), reason, slot, details.toString(), cause, node);
    }
}
