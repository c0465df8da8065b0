package dev.skep.verifier.check;

import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallRegister;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.CastAddressSpace;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Invalid;
import dev.skep.isa.Instruction.Jump;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.isa.Instruction.LongJump;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Instruction.Negate;
import dev.skep.isa.Instruction.Store;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.Instruction.SwapBytes;
import dev.skep.isa.Instruction.WideTail;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Explorer;
import dev.skep.verifier.explore.Explorer.Next;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.VisitedStates;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.VerifierState;
import dev.skep.verifier.transfer.Arithmetic;
import dev.skep.verifier.transfer.Branches;
import dev.skep.verifier.transfer.Moves;
import dev.skep.verifier.transfer.PointerArithmetic;
import dev.skep.verifier.transfer.Sanitizer;

/** Looks at one instruction, whatever it is; the kernel's {@code do_check_insn()}. */
public final class InstructionChecker implements Explorer.Step {
    private final Verification verification;
    private final VisitedStates visited;
    private final Arithmetic arithmetic;
    private final Moves moves;
    private final Branches branches;
    private final LoadsAndStores accesses;
    private final Constants constants;
    private final PacketLoads packetLoads;
    private final HelperCalls helpers;
    private final KfuncCalls kfuncs;
    private final SubprogramCalls subprograms;
    private final EarlyReturns earlyReturns;
    private final ResourceLeaks leaks;
    private final ReturnCodes returns;
    private final InvalidInstructions invalid;
    private final EntryRegisters entry;

    public InstructionChecker(Verification verification, VisitedStates visited) {
        this.verification = verification;
        this.visited = visited;
        CheckRooms rooms = new CheckRooms(verification, visited);
        Sanitizer sanitizer = new Sanitizer(verification);
        PointerArithmetic pointers = new PointerArithmetic(verification, sanitizer);
        this.arithmetic = new Arithmetic(verification, rooms.operands, pointers, sanitizer);
        this.moves = new Moves(verification, rooms.operands);
        this.branches = new Branches(verification, rooms.operands, sanitizer);
        this.accesses = new LoadsAndStores(rooms);
        this.constants = new Constants(rooms);
        this.packetLoads = new PacketLoads(rooms);
        this.helpers = new HelperCalls(rooms);
        this.returns = new ReturnCodes(verification, rooms.operands);
        this.kfuncs = new KfuncCalls(rooms, returns);
        this.subprograms = new SubprogramCalls(rooms, returns);
        this.earlyReturns = new EarlyReturns(verification, subprograms);
        this.leaks = rooms.leaks;
        this.invalid = new InvalidInstructions(verification, rooms.operands, packetLoads);
        this.entry = new EntryRegisters(rooms);
    }

    /** What is in the registers when the program, or a function that is verified on its own, begins. */
    public void enter(int subprogram) {
        entry.set(subprogram);
    }

    @Override
    public Next take() {
        Instruction instruction = verification.code.at(verification.instruction);
        switch (instruction) {
            case Alu alu -> arithmetic.apply(alu);
            case Negate negate -> arithmetic.negate(negate);
            case SwapBytes swap -> arithmetic.swapBytes(swap);
            case Move move -> moves.move(move);
            case MoveSignExtended move -> moves.moveSignExtended(move);
            case CastAddressSpace cast -> moves.castAddressSpace(cast);
            case Load load -> accesses.load(load);
            case LoadSignExtended load -> accesses.load(load);
            case LoadAcquire load -> accesses.load(load);
            case Store store -> accesses.store(store);
            case StoreRelease store -> accesses.store(store);
            case Atomic atomic -> accesses.atomic(atomic);
            case LoadImmediate load -> loadWide(load);
            case LoadPseudo load -> loadWide(load);
            case LoadPacket load -> {
                packetLoads.load(load);
                earlyReturns.afterPacketLoad();
            }
            case Branch branch -> {
                verification.counters.jumps++;
                branches.apply(branch);
            }
            case MayGoto jump -> mayGoto(jump);
            case Jump jump -> jump(jump.offset());
            case LongJump jump -> jump(jump.offset());
            case CallHelper call -> {
                expectMayCall(call.id() == HelperIds.SPIN_UNLOCK);
                helpers.call(call.id());
                if (call.id() == HelperIds.TAIL_CALL) {
                    earlyReturns.afterTailCall();
                }
                verification.scratches.register(0);
            }
            case CallSubprogram call -> {
                verification.counters.jumps++;
                subprograms.call(call);
                verification.scratches.register(0);
            }
            case CallKfunc call -> {
                expectMayCall(kfuncs.mayHoldLock(call));
                if (kfuncs.call(call) == KfuncCalls.Result.THROWS) {
                    return exit(ResourceLeaks.Exit.THROWN);
                }
                verification.scratches.register(0);
            }
            case Exit exit -> {
                verification.counters.jumps++;
                return exit(ResourceLeaks.Exit.NORMAL);
            }
            case CallRegister call -> throw verification.reject(Errno.EINVAL, "BPF_CALL uses reserved fields");
            case WideTail tail -> throw verification.reject(Errno.EINVAL, "invalid BPF_LD_IMM insn");
            case Invalid raw -> invalid.refuse(verification.instruction);
        }
        verification.instruction++;
        return Next.GO_ON;
    }

    private void loadWide(Instruction load) {
        if (load instanceof LoadPseudo pseudo) {
            constants.load(pseudo);
        } else if (load instanceof LoadImmediate immediate) {
            constants.load(immediate);
        }
        verification.instruction++;
        verification.facts().seen |= !verification.state.speculative;
    }

    private void jump(int offset) {
        verification.counters.jumps++;
        verification.instruction += offset;
    }

    /** The loop goes on for a while, or ends at any time. */
    private void mayGoto(MayGoto jump) {
        verification.counters.jumps++;
        VerifierState state = verification.state;
        int instruction = verification.instruction;
        VerifierState before = visited.previousVisit(state.parent, instruction);
        VerifierState goesOn = verification.worklist.push(instruction + 1, instruction, Worklist.Way.REAL);
        goesOn.mayGotoDepth++;
        if (before != null) {
            visited.widen(before, goesOn);
        }
        verification.instruction += jump.offset();
    }

    private void expectMayCall(boolean withLock) {
        verification.counters.jumps++;
        if (verification.state.activeLocks != 0 && !withLock) {
            throw verification.reject(Errno.EINVAL, "function calls are not allowed while holding a lock");
        }
    }

    private Next exit(ResourceLeaks.Exit exit) {
        boolean isInner = verification.state.currentFrame != 0;
        leaks.check(
                exit,
                isInner && exit == ResourceLeaks.Exit.NORMAL
                        ? ResourceLeaks.Sections.MAY_GO_ON
                        : ResourceLeaks.Sections.MUST_END,
                exit == ResourceLeaks.Exit.NORMAL ? "BPF_EXIT instruction in main prog" : KfuncNames.THROW);
        if (exit == ResourceLeaks.Exit.THROWN) {
            return Next.END;
        }
        if (isInner) {
            subprograms.exit();
            return Next.GO_ON_IN_CALLER;
        }
        returns.check(0);
        return Next.END;
    }
}
