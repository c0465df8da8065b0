package dev.skep.verifier.explore;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Disassembler;
import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.log.InstructionPrinter;
import dev.skep.verifier.log.Scratches;
import dev.skep.verifier.log.SourceLines;
import dev.skep.verifier.log.StatePrinter;
import dev.skep.verifier.log.VerifierLog;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.JumpHistory;
import dev.skep.verifier.state.Precision;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.StructType;
import dev.skep.verifier.state.VerifierState;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One verification: the program, the current state, and what all rooms share; the kernel's {@code struct
 * bpf_verifier_env}.
 */
public final class Verification {
    public final Subject subject;
    public final Bytecode code;
    public final ProgramFlow flow;
    public final Conditions conditions;
    public final VerifierLog log;
    public final SourceLines lines;
    public final Scratches scratches = new Scratches();
    public final StatePrinter states;
    public final InstructionPrinter printer;
    public final Counters counters = new Counters();
    public final InstructionFacts[] facts;
    public final SubprogramFacts[] subprograms;

    public final Worklist worklist;
    public final PrecisionTracker precision;
    public final StackLiveness liveness;
    public final ObjectFields objects;

    /** Set by the room that checks map accesses. */
    public MapBounds bounds = new MapBounds() {
        @Override
        public void check(int register) {}

        @Override
        public int valueSize(RegisterState pointer) {
            return 0;
        }
    };

    public VerifierState state;
    /** The instruction that is looked at. */
    public int instruction;

    public int previousInstruction = -1;

    /** Scalars are compared strictly, so that masks for unprivileged users are the same on all paths. */
    public boolean exploreMaskLimits;

    /** Some path throws an exception. */
    public boolean throwsException;

    /** The prologue must copy the packet's header. */
    public boolean writesPacket;

    private final Disassembler disassembler;
    private final boolean ranged;
    private int lastId;
    private boolean historyPushed;

    public Verification(
            Subject subject,
            ProgramFlow flow,
            SubprogramFacts[] subprograms,
            Conditions conditions,
            VerifierLog log,
            SourceLines lines) {
        this.subject = subject;
        this.code = subject.code();
        this.flow = flow;
        this.subprograms = subprograms;
        this.conditions = conditions;
        this.log = log;
        this.lines = lines;
        this.states = new StatePrinter(log, scratches);
        this.printer = new InstructionPrinter(log, states, lines);
        this.facts = new InstructionFacts[code.size()];
        for (int index = 0; index < facts.length; index++) {
            facts[index] = new InstructionFacts();
        }
        this.state = new VerifierState();
        this.disassembler = new Disassembler(new LogNames(subject, conditions));
        this.ranged = !conditions.isBpfCapable();
        this.worklist = new Worklist(this);
        this.precision = new PrecisionTracker(this);
        this.liveness = new StackLiveness(this);
        this.objects = new ObjectFields(subject);
    }

    // What went wrong.

    /** Says why, and gives the exception to throw. */
    public Rejection reject(Errno errno, String why) {
        log.line(why);
        return new Rejection(errno);
    }

    /** The kernel would say that it is itself at fault. */
    public Rejection bug(String what) {
        log.say("verifier bug: ").line(what);
        return new Rejection(Errno.EFAULT);
    }

    public boolean mayLeakPointers() {
        return conditions.mayLeakPointers();
    }

    public boolean mayReadUnwrittenStack() {
        return conditions.mayReadUnwrittenStack();
    }

    public boolean ignoresSpeculation() {
        return conditions.ignoresSpeculation();
    }

    public boolean isBpfCapable() {
        return conditions.isBpfCapable();
    }

    // The current frame.

    public FrameState frame() {
        return state.current();
    }

    public RegisterState register(int number) {
        return state.current().registers[number];
    }

    public void register(int number, RegisterState register) {
        state.current().registers[number] = register;
    }

    /** The frame that a stack pointer points into. */
    public FrameState frameOf(RegisterState pointer) {
        return state.frame(pointer.frame());
    }

    public InstructionFacts facts() {
        return facts[instruction];
    }

    public int newId() {
        return ++lastId;
    }

    int lastId() {
        return lastId;
    }

    /** A number of which nothing is known, in the place of what was in the register. */
    public RegisterState unknown(RegisterState before) {
        RegisterState unknown = RegisterState.UNKNOWN.withSubregisterDefinition(before.subregisterDefinition());
        return ranged ? unknown.withPrecision(Precision.PRECISE) : unknown;
    }

    public void markUnknown(int number) {
        register(number, unknown(register(number)));
    }

    public RegisterState notInitialised(RegisterState before) {
        return unknown(before).withType(RegisterType.NOT_INIT);
    }

    public void markNotInitialised(int number) {
        register(number, notInitialised(register(number)));
    }

    /** The number itself, in the place of what was in the register. */
    public RegisterState known(RegisterState before, long value) {
        RegisterState known =
                RegisterState.scalar(Scalar.constant(value)).withSubregisterDefinition(before.subregisterDefinition());
        return ranged ? known.withPrecision(Precision.PRECISE) : known;
    }

    public RegisterState constantZero(RegisterState before) {
        return known(before, 0);
    }

    /** What becomes of a pointer that may not be used any more. */
    public RegisterState invalid(RegisterState before) {
        return mayLeakPointers() ? unknown(before) : notInitialised(before);
    }

    /** Whether it holds a pointer that the user must not see. */
    public boolean isSecret(RegisterState register) {
        return !mayLeakPointers() && register.kind() != RegisterKind.SCALAR;
    }

    public boolean isSecret(int number) {
        return isSecret(register(number));
    }

    /** Ends the life of the pointer's reference, and of all copies of it. */
    public boolean releaseReference(int id) {
        if (!state.releasePointer(id)) {
            return false;
        }
        state.replaceRegisters(register -> register.reference() == id ? invalid(register) : register);
        return true;
    }

    /** Pointers into a list or tree die with the lock. */
    public void invalidateNonOwning() {
        state.replaceRegisters(register -> register.type().isNonOwning() ? invalid(register) : register);
    }

    public void clearPacketPointers() {
        state.replaceRegisters(
                register -> register.kind().isPacketOrEnd() || isPacketSlice(register) ? invalid(register) : register);
    }

    private static boolean isPacketSlice(RegisterState register) {
        return register.kind() == RegisterKind.MEM
                && register.type()
                        .has(RegisterType.DYNPTR_SKB | RegisterType.DYNPTR_XDP | RegisterType.DYNPTR_SKB_META);
    }

    /** Room for so many bytes in the frame's stack. */
    public void growStack(FrameState frame, int bytes) {
        frame.grow(bytes);
        SubprogramFacts subprogram = subprograms[frame.subprogram];
        subprogram.stackDepth = Math.max(subprogram.stackDepth, frame.stackBytes());
    }

    // The way here.

    void beginInstruction() {
        historyPushed = false;
    }

    /** Remembers that the current instruction was reached, or what it did, for going back later. */
    public void pushHistory(int flags, long linked) {
        JumpHistory history = state.history;
        if (historyPushed && history != null) {
            state.history = history.amended(flags, linked);
            return;
        }
        state.history = JumpHistory.push(history, instruction, previousInstruction, flags, linked);
        historyPushed = true;
    }

    /** A struct of the kernel, by name only when nobody gave the kernel's types. */
    public StructType kernelType(String name) {
        return kernelType(subject.kernelTypes(), name);
    }

    public static StructType kernelType(@Nullable Btf btf, String name) {
        OptionalInt id = btf == null ? OptionalInt.empty() : btf.find(name, BtfKind.STRUCT);
        return new StructType(StructType.Origin.KERNEL, id.isPresent() ? btf : null, id.orElse(0), name);
    }

    // What is shown.

    public String text(int index) {
        return disassembler.text(code, index);
    }

    public void scratchSlot(int index) {
        scratches.slot(index);
    }

    /** Repeats the source line, for an error about an instruction. */
    public void showLine(int index) {
        lines.print(index);
    }

    /** Number of the subprogram that starts at this instruction, -1 for none. */
    public int subprogramAt(int start) {
        SubprogramFacts found = subprogramOf(start);
        return found != null && found.start == start ? found.number : -1;
    }

    public @Nullable SubprogramFacts subprogramOf(int index) {
        if (index < 0 || index >= code.size()) {
            return null;
        }
        int low = 0;
        int high = subprograms.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (subprograms[middle].start <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return subprograms[low];
    }

    /** Whether the program names a function to be run when it throws. */
    public boolean hasExceptionCallback() {
        for (SubprogramFacts subprogram : subprograms) {
            if (subprogram.isExceptionCallback) {
                return true;
            }
        }
        return false;
    }

    /** A slot whose content is forgotten. */
    public StackSlot deadSlot() {
        return ranged ? StackSlot.DEAD.with(notInitialised(RegisterState.NOT_INIT)) : StackSlot.DEAD;
    }
}
