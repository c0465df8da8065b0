package dev.skep.verifier.check;

import dev.skep.helper.ArgumentFlag;
import dev.skep.helper.ArgumentType;
import dev.skep.helper.HelperPrototype.Argument;
import dev.skep.isa.Width;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import java.util.List;

/** Arguments of helpers, by their prototypes; the kernel's {@code check_func_arg()}. */
final class HelperArguments {
    private final Verification verification;
    private final Operands operands;
    private final MemoryAccess memory;
    private final HelperMemory helperMemory;
    private final Dynptrs dynptrs;
    private final StackObjects stackObjects;
    private final PacketRights packets;
    private final KernelPointers kptrs;
    private final StructLayouts structs;
    private final SpecialFields fields;
    private final GraphNodes nodes;
    private final ConstantArguments constants;

    HelperArguments(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.operands = rooms.operands;
        this.memory = rooms.memory;
        this.helperMemory = rooms.helperMemory;
        this.dynptrs = rooms.dynptrs;
        this.stackObjects = rooms.stackObjects;
        this.packets = rooms.packets;
        this.kptrs = rooms.kptrs;
        this.structs = rooms.structs;
        this.fields = rooms.fields;
        this.nodes = rooms.nodes;
        this.constants = new ConstantArguments(verification, memory.maps);
    }

    void check(CallFacts facts, int index) {
        Argument argument = facts.prototype.arguments().get(index);
        ArgumentType type = argument.type();
        int number = index + 1;
        if (type == ArgumentType.DONTCARE) {
            return;
        }
        operands.source(number, Width.W64);
        RegisterState register = verification.register(number);
        if (type == ArgumentType.ANYTHING) {
            if (verification.isSecret(number)) {
                throw verification.reject(Errno.EACCES, "R" + number + " leaks addr into helper function");
            }
            return;
        }
        if (register.kind().isPacket() && !packets.mayPass(facts.prototype.packetAccess())) {
            throw verification.reject(Errno.EACCES, "helper access to the packet is not allowed");
        }
        if (type == ArgumentType.PTR_TO_MAP_VALUE) {
            type = mapValueType(facts, argument);
        }
        if (!register.isNull() || !argument.has(ArgumentFlag.PTR_MAYBE_NULL)) {
            checkType(facts, number, argument, type);
            checkOffset(verification.register(number), number, argument);
        }
        checkReferences(facts, number, argument);
        checkMeaning(facts, number, index, argument, type);
    }

    private ArgumentType mapValueType(CallFacts facts, Argument argument) {
        MapType map = facts.expectMap().type();
        if (map == MapType.SOCKMAP || map == MapType.SOCKHASH) {
            if (argument.flags().isEmpty()) {
                return ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON;
            }
            throw verification.reject(Errno.EINVAL, "invalid arg_type for sockmap/sockhash");
        }
        return argument.type();
    }

    void checkType(CallFacts facts, int number, Argument argument, ArgumentType type) {
        RegisterState register = verification.register(number);
        RegisterType actual = register.type();
        if (argument.has(ArgumentFlag.MEM_RDONLY)) {
            actual = actual.without(RegisterType.RDONLY);
        }
        if (argument.has(ArgumentFlag.PTR_MAYBE_NULL)) {
            actual = actual.without(RegisterType.MAYBE_NULL);
        }
        if (type == ArgumentType.PTR_TO_MEM) {
            actual = actual.without(RegisterType.DYNPTR_ANY);
        }
        boolean exchanges = facts.prototype.id() == HelperIds.KPTR_XCHG;
        if (exchanges && number == 2 && actual.has(RegisterType.ALLOC)) {
            actual = actual.without(RegisterType.ALLOC).without(RegisterType.PERCPU);
        }
        List<RegisterType> compatible = ArgumentTypes.compatible(type);
        if (!compatible.contains(actual)) {
            StringBuilder expected = new StringBuilder();
            for (RegisterType candidate : compatible) {
                expected.append(expected.isEmpty() ? "" : ", ").append(candidate);
            }
            throw verification.reject(
                    Errno.EACCES, "R" + number + " type=" + register.type() + " expected=" + expected);
        }
        if (register.kind() == RegisterKind.BTF_ID) {
            checkStruct(facts, number, argument, type, compatible);
        }
    }

    private void checkStruct(
            CallFacts facts, int number, Argument argument, ArgumentType type, List<RegisterType> compatible) {
        RegisterState register = verification.register(number);
        int flags = register.type().flags();
        String helper = facts.prototype.functionName();
        if (compatible.equals(ArgumentTypes.MEMORY)) {
            if (!argument.has(ArgumentFlag.MEM_RDONLY)) {
                throw verification.reject(
                        Errno.EACCES,
                        helper + "() may write into memory pointed by R" + number + " type=" + register.type());
            }
            return;
        }
        boolean exchanges = facts.prototype.id() == HelperIds.KPTR_XCHG;
        if ((flags & RegisterType.ALLOC) != 0) {
            if (exchanges && number == 2) {
                expectKptr(facts, register, number);
            }
            return;
        }
        if ((flags & RegisterType.PERCPU) != 0) {
            return;
        }
        boolean releases = argument.has(ArgumentFlag.OBJ_RELEASE);
        if (register.type().mayBeNull() && (!argument.has(ArgumentFlag.PTR_MAYBE_NULL) || releases)) {
            throw verification.reject(Errno.EACCES, "Possibly NULL pointer passed to helper arg" + number);
        }
        if (exchanges) {
            expectKptr(facts, register, number);
            return;
        }
        String wanted = type == ArgumentType.PTR_TO_BTF_ID_SOCK_COMMON ? "sock_common" : argument.btf();
        StructLayouts.Match match = releases && facts.prototype.id() != HelperIds.SK_RELEASE
                ? StructLayouts.Match.STRICT
                : StructLayouts.Match.ANY_MEMBER;
        if (!(register.target() instanceof StructType actual)
                || !structs.matches(actual, register.offset(), verification.kernelType(wanted), match)) {
            String name = register.target() instanceof StructType struct ? struct.name() : "";
            throw verification.reject(
                    Errno.EACCES, "R" + number + " is of type " + name + " but " + wanted + " is expected");
        }
    }

    private void expectKptr(CallFacts facts, RegisterState register, int number) {
        if (facts.kptr == null || !kptrs.matches(facts.kptr, register, number)) {
            throw new Rejection(Errno.EACCES);
        }
    }

    void checkOffset(RegisterState register, int number, Argument argument) {
        if (argument.has(ArgumentFlag.OBJ_RELEASE)) {
            if (argument.type() == ArgumentType.PTR_TO_DYNPTR && register.type().equals(RegisterType.STACK)) {
                return;
            }
            checkReleasedOffset(register, number);
            return;
        }
        checkOffset(register, number);
    }

    /** What is given back must be given back whole. */
    void checkReleasedOffset(RegisterState register, int number) {
        if (register.offset() != 0) {
            throw verification.reject(
                    Errno.EINVAL,
                    "R" + number + " must have zero offset when passed to release func or trusted arg to kfunc");
        }
        memory.offsets.check(register, number, PointerOffsets.Fixed.REFUSED);
    }

    /** Which pointers may have been moved. */
    void checkOffset(RegisterState register, int number) {
        int flags = register.type().flags();
        boolean free = switch (register.kind()) {
            case STACK, PACKET, PACKET_META, MAP_KEY, MAP_VALUE, ARENA, SCALAR -> flags == 0;
            case MEM -> flags == 0 || flags == RegisterType.RDONLY || flags == RegisterType.RINGBUF;
            case BUF -> flags == 0 || flags == RegisterType.RDONLY;
            default -> false;
        };
        if (free) {
            return;
        }
        boolean fixed = register.kind() == RegisterKind.BTF_ID
                && (flags == 0
                        || flags == RegisterType.ALLOC
                        || flags == RegisterType.TRUSTED
                        || flags == RegisterType.RCU
                        || flags == (RegisterType.ALLOC | RegisterType.NON_OWNING)
                        || flags == (RegisterType.ALLOC | RegisterType.NON_OWNING | RegisterType.RCU));
        memory.offsets.check(register, number, fixed ? PointerOffsets.Fixed.ALLOWED : PointerOffsets.Fixed.REFUSED);
    }

    private void checkReferences(CallFacts facts, int number, Argument argument) {
        RegisterState register = verification.register(number);
        if (argument.has(ArgumentFlag.OBJ_RELEASE)) {
            if (argument.type() == ArgumentType.PTR_TO_DYNPTR) {
                checkReleasedDynptr(register, number);
            } else if (register.reference() == 0 && !register.isNull()) {
                throw verification.reject(
                        Errno.EINVAL, "R" + number + " must be referenced when passed to release function");
            }
            facts.released = number;
        }
        if (register.reference() != 0 && argument.type() != ArgumentType.KPTR_XCHG_DEST) {
            if (facts.reference != 0) {
                verification.log.say("more than one arg with ref_obj_id R" + number + " " + register.reference() + " "
                        + facts.reference);
                throw new Rejection(Errno.EACCES);
            }
            facts.reference = register.reference();
        }
    }

    private void checkReleasedDynptr(RegisterState register, int number) {
        if (register.kind() != RegisterKind.STACK) {
            throw verification.reject(Errno.EINVAL, "cannot release unowned const bpf_dynptr");
        }
        int slot = stackObjects.slotOf(register, "dynptr", Dynptrs.SLOTS);
        if (slot < 0 || verification.frameOf(register).slot(slot).spilled().reference() == 0) {
            throw verification.reject(Errno.EINVAL, "arg " + number + " is an unacquired reference");
        }
    }

    private void checkMeaning(CallFacts facts, int number, int index, Argument argument, ArgumentType type) {
        RegisterState register = verification.register(number);
        AccessKind kind = argument.has(ArgumentFlag.MEM_WRITE) ? AccessKind.WRITE : AccessKind.READ;
        switch (type) {
            case CONST_MAP_PTR -> checkMap(facts, register);
            case PTR_TO_MAP_KEY -> checkKey(facts, number);
            case PTR_TO_MAP_VALUE -> {
                if (!argument.has(ArgumentFlag.PTR_MAYBE_NULL) || !register.isNull()) {
                    facts.uninitialised.allowed = argument.has(ArgumentFlag.MEM_UNINIT);
                    helperMemory.check(
                            number,
                            facts.expectMap().valueSize(),
                            kind,
                            RegionAccess.Emptiness.REFUSED,
                            facts.uninitialised);
                }
            }
            case PTR_TO_PERCPU_BTF_ID -> {
                if (!(register.target() instanceof StructType struct)) {
                    throw verification.reject(Errno.EACCES, "Helper has invalid btf_id in R" + number);
                }
                facts.percpu = struct;
                facts.percpuIsRcu = register.type().has(RegisterType.RCU);
            }
            case PTR_TO_SPIN_LOCK -> {
                if (nodes.inTreeCallback()) {
                    throw verification.reject(Errno.EACCES, "can't spin_{lock,unlock} in rbtree cb");
                }
                fields.processLock(
                        number,
                        SpinLock.PLAIN,
                        facts.prototype.id() == HelperIds.SPIN_LOCK ? SpinLock.Step.LOCK : SpinLock.Step.UNLOCK);
            }
            case PTR_TO_TIMER -> {
                fields.expectField(number, SpecialField.Kind.TIMER);
                facts.map = MapAccess.map(register);
                facts.mapUid = register.first();
            }
            case PTR_TO_FUNC -> facts.callback = register.first();
            case PTR_TO_MEM -> checkMemory(facts, number, argument, kind);
            case CONST_SIZE -> checkSize(facts, number, index, RegionAccess.Emptiness.REFUSED);
            case CONST_SIZE_OR_ZERO -> checkSize(facts, number, index, RegionAccess.Emptiness.ALLOWED);
            case PTR_TO_DYNPTR -> processDynptr(number, argument, 0);
            case CONST_ALLOC_SIZE_OR_ZERO -> {
                if (!register.scalar().isConstant()) {
                    throw verification.reject(Errno.EACCES, "R" + number + " is not a known constant'");
                }
                facts.memorySize = (int) register.scalar().value();
                verification.precision.mark(number);
            }
            case PTR_TO_CONST_STR -> constants.checkString(number);
            case KPTR_XCHG_DEST -> facts.kptr = fields.expectKptr(number, facts);
            default -> {}
        }
    }

    private void checkMap(CallFacts facts, RegisterState register) {
        MapView map = MapAccess.map(register);
        if (facts.map != null && (!facts.map.equals(map) || facts.mapUid != register.first())) {
            throw verification.reject(
                    Errno.EINVAL,
                    "timer pointer in R1 map_uid=" + facts.mapUid + " doesn't match map pointer in R2 map_uid="
                            + register.first());
        }
        facts.map = map;
        facts.mapUid = register.first();
    }

    private void checkKey(CallFacts facts, int number) {
        MapView map = facts.expectMap();
        helperMemory.check(number, map.keySize(), AccessKind.READ, RegionAccess.Emptiness.REFUSED, null);
        if (ConstantArguments.knowsKeys(map)) {
            facts.constantKey = constants.key(verification.register(number), map.keySize());
        }
    }

    private void checkMemory(CallFacts facts, int number, Argument argument, AccessKind kind) {
        facts.uninitialised.allowed = argument.has(ArgumentFlag.MEM_UNINIT);
        if (!argument.has(ArgumentFlag.MEM_FIXED_SIZE)) {
            return;
        }
        helperMemory.check(number, argument.size(), kind, RegionAccess.Emptiness.REFUSED, facts.uninitialised);
        if (argument.has(ArgumentFlag.MEM_ALIGNED)) {
            memory.alignment.check(verification.register(number), 0, argument.size(), MemoryOperand.Alignment.STRICT);
        }
    }

    private void checkSize(CallFacts facts, int number, int index, RegionAccess.Emptiness emptiness) {
        Argument before = facts.prototype.arguments().get(index - 1);
        facts.maxSize = helperMemory.checkSized(
                number,
                before.has(ArgumentFlag.MEM_WRITE) ? AccessKind.WRITE : AccessKind.READ,
                emptiness,
                facts.uninitialised);
    }

    private void processDynptr(int number, Argument argument, int cloned) {
        DynptrType type = argument.has(ArgumentFlag.DYNPTR_TYPE_LOCAL)
                ? DynptrType.LOCAL
                : argument.has(ArgumentFlag.DYNPTR_TYPE_RINGBUF) ? DynptrType.RINGBUF : DynptrType.INVALID;
        if (argument.has(ArgumentFlag.MEM_UNINIT)) {
            makeDynptr(number, type, cloned);
        } else {
            useDynptr(number, type, argument.has(ArgumentFlag.MEM_RDONLY) ? DynptrUse.READ : DynptrUse.CHANGE);
        }
    }

    /** Whether the dynptr itself may change. */
    enum DynptrUse {
        READ,
        CHANGE
    }

    private void expectDynptrPointer(int number) {
        RegisterState register = verification.register(number);
        if (!register.type().equals(RegisterType.STACK) && !register.type().equals(RegisterType.DYNPTR)) {
            throw verification.reject(
                    Errno.EINVAL, "arg#" + (number - 1) + " expected pointer to stack or const struct bpf_dynptr");
        }
    }

    void makeDynptr(int number, DynptrType type, int cloned) {
        expectDynptrPointer(number);
        if (!dynptrs.mayBeMade(verification.register(number))) {
            throw verification.reject(Errno.EINVAL, "Dynptr has to be an uninitialized dynptr");
        }
        for (int offset = 0; offset < Dynptrs.SLOTS * Long.BYTES; offset += Long.BYTES) {
            memory.check(MemoryOperand.write(verification.instruction, number, offset, Long.BYTES));
        }
        dynptrs.make(verification.register(number), type, verification.instruction, cloned);
    }

    /** @param type the only one that will do, {@link DynptrType#INVALID} for any */
    void useDynptr(int number, DynptrType type, DynptrUse use) {
        expectDynptrPointer(number);
        RegisterState register = verification.register(number);
        if (register.kind() == RegisterKind.DYNPTR && use == DynptrUse.CHANGE) {
            throw verification.reject(Errno.EINVAL, "cannot pass pointer to const bpf_dynptr, the helper mutates it");
        }
        if (!dynptrs.isValid(register)) {
            throw verification.reject(Errno.EINVAL, "Expected an initialized dynptr as arg #" + (number - 1));
        }
        if (type != DynptrType.INVALID && !dynptrs.isOfType(register, type)) {
            throw verification.reject(
                    Errno.EINVAL, "Expected a dynptr of type " + type.text() + " as arg #" + (number - 1));
        }
        dynptrs.read(register);
    }
}
