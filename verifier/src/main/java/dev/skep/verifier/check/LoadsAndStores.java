package dev.skep.verifier.check;

import dev.skep.isa.AtomicOperator;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.isa.Instruction.Store;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.verifier.check.MemoryOperand.Alignment;
import dev.skep.verifier.check.MemoryOperand.Extension;
import dev.skep.verifier.explore.InstructionFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.transfer.Invariants;

/** Instructions that access memory: what they do to registers, and what they may point to. */
final class LoadsAndStores {
    private final Verification verification;
    private final Operands operands;
    private final MemoryAccess memory;

    LoadsAndStores(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.operands = rooms.operands;
        this.memory = rooms.memory;
    }

    /** Whether the instruction may meet trusted and untrusted pointers on different paths. */
    private enum Trusting {
        MAY_DIFFER,
        SAME
    }

    /** Whether the compiler for x86-64 knows the instruction for arenas. */
    private enum InArena {
        ALLOWED,
        REFUSED
    }

    void load(Load load) {
        load(
                operand(
                        load.base(),
                        load.offset(),
                        load.size(),
                        AccessKind.READ,
                        load.dst().number(),
                        Extension.ZERO,
                        Alignment.AS_CONFIGURED),
                Trusting.MAY_DIFFER,
                "ldx");
    }

    void load(LoadSignExtended load) {
        load(
                operand(
                        load.base(),
                        load.offset(),
                        load.size(),
                        AccessKind.READ,
                        load.dst().number(),
                        Extension.SIGN,
                        Alignment.AS_CONFIGURED),
                Trusting.MAY_DIFFER,
                "ldx");
    }

    void load(LoadAcquire load) {
        load(
                operand(
                        load.base(),
                        load.offset(),
                        load.size(),
                        AccessKind.READ,
                        load.dst().number(),
                        Extension.ZERO,
                        Alignment.STRICT),
                Trusting.SAME,
                "atomic_load");
        expectAtomicTarget(load.base().number(), "loads from", InArena.REFUSED);
    }

    private MemoryOperand operand(
            Register base,
            int offset,
            MemorySize size,
            AccessKind kind,
            int value,
            Extension extension,
            Alignment alignment) {
        return new MemoryOperand(
                verification.instruction, base.number(), offset, size.bytes(), kind, value, extension, alignment);
    }

    private void load(MemoryOperand operand, Trusting trusting, String what) {
        operands.source(operand.base(), Width.W64);
        boolean half = operand.size() != Long.BYTES && operand.extension() == Extension.ZERO;
        operands.destination(operand.value(), half ? Width.W32 : Width.W64);
        RegisterType type = verification.register(operand.base()).type();
        memory.check(operand);
        record(type, trusting);
        Invariants.check(verification, operand.value(), what);
    }

    void store(Store store) {
        int value = MemoryOperand.NO_VALUE;
        if (store.source() instanceof Register register) {
            value = register.number();
            operands.source(value, width(store.size()));
        }
        store(operand(
                store.base(),
                store.offset(),
                store.size(),
                AccessKind.WRITE,
                value,
                Extension.ZERO,
                Alignment.AS_CONFIGURED));
    }

    void store(StoreRelease store) {
        operands.source(store.src().number(), width(store.size()));
        store(operand(
                store.base(),
                store.offset(),
                store.size(),
                AccessKind.WRITE,
                store.src().number(),
                Extension.ZERO,
                Alignment.STRICT));
        expectAtomicTarget(store.base().number(), "stores into", InArena.REFUSED);
    }

    private static Width width(MemorySize size) {
        return size == MemorySize.U64 ? Width.W64 : Width.W32;
    }

    private void store(MemoryOperand operand) {
        operands.source(operand.base(), Width.W64);
        RegisterType type = verification.register(operand.base()).type();
        memory.check(operand);
        record(type, Trusting.SAME);
    }

    void atomic(Atomic atomic) {
        Width width = width(atomic.size());
        int source = atomic.src().number();
        int base = atomic.base().number();
        operands.source(source, width);
        operands.source(base, Width.W64);
        if (atomic.operator() == AtomicOperator.CMPXCHG) {
            operands.source(0, width);
            expectNoLeak(0);
        }
        expectNoLeak(source);
        expectAtomicTarget(base, "stores into", InArena.ALLOWED);
        int loaded = MemoryOperand.NO_VALUE;
        if (atomic.operator().fetches()) {
            loaded = atomic.operator() == AtomicOperator.CMPXCHG ? 0 : source;
            operands.unknownDestination(loaded, width);
        }
        access(atomic, AccessKind.READ, MemoryOperand.NO_VALUE);
        if (loaded >= 0) {
            access(atomic, AccessKind.READ, loaded);
        }
        if (verification.register(base).kind() == RegisterKind.ARENA) {
            record(RegisterType.ARENA, Trusting.SAME);
        }
        access(atomic, AccessKind.WRITE, MemoryOperand.NO_VALUE);
    }

    private void access(Atomic atomic, AccessKind kind, int value) {
        memory.check(
                operand(atomic.base(), atomic.offset(), atomic.size(), kind, value, Extension.ZERO, Alignment.STRICT));
    }

    private void expectNoLeak(int number) {
        if (verification.isSecret(number)) {
            throw verification.reject(Errno.EACCES, "R" + number + " leaks addr into mem");
        }
    }

    private void expectAtomicTarget(int base, String what, InArena inArena) {
        RegisterState pointer = verification.register(base);
        boolean refused = switch (pointer.kind()) {
            case CTX, PACKET, PACKET_META, FLOW_KEYS, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> true;
            case ARENA -> inArena == InArena.REFUSED;
            default -> false;
        };
        if (refused) {
            throw verification.reject(
                    Errno.EACCES, "BPF_ATOMIC " + what + " R" + base + " " + pointer.type() + " is not allowed");
        }
    }

    /** The same instruction becomes the same machine code on all paths: so what it points to must be alike. */
    private void record(RegisterType type, Trusting trusting) {
        InstructionFacts facts = verification.facts();
        RegisterType before = facts.pointerType;
        if (before == null || before.kind() == RegisterKind.NOT_INIT) {
            facts.pointerType = type;
            return;
        }
        if (!type.mismatches(before)) {
            return;
        }
        if (trusting == Trusting.SAME || !isMemoryOrStruct(type) || !isMemoryOrStruct(before)) {
            throw verification.reject(Errno.EINVAL, "same insn cannot be used with different pointers");
        }
        boolean isMemory = type.kind() == RegisterKind.MEM || before.kind() == RegisterKind.MEM;
        int flags = (type.flags() | before.flags()) & (RegisterType.UNTRUSTED | RegisterType.RDONLY);
        facts.pointerType = RegisterType.of(isMemory ? RegisterKind.MEM : RegisterKind.BTF_ID, flags);
    }

    private static boolean isMemoryOrStruct(RegisterType type) {
        return type.kind() == RegisterKind.MEM || type.kind() == RegisterKind.BTF_ID;
    }
}
