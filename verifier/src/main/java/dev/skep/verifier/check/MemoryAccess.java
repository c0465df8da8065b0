package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.kernel.program.ReturnRange;
import dev.skep.verifier.domain.ScalarCast;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;

/** Loads and stores, whatever the register points to; the kernel's {@code check_mem_access()}. */
public final class MemoryAccess {
    private static final int FLOW_KEYS_BYTES = 56;

    private final Verification verification;
    final PointerAlignment alignment;
    final RegionAccess region;
    final StackBounds stackBounds;
    final MapAccess maps;
    final StructAccess structs;
    final PointerOffsets offsets;
    private final StackAccess stack;
    private final PacketRights packets;

    MemoryAccess(
            Verification verification,
            Dynptrs dynptrs,
            KernelPointers kptrs,
            StructLayouts layouts,
            PointerOffsets offsets,
            PacketRights packets) {
        this.verification = verification;
        this.offsets = offsets;
        this.packets = packets;
        this.alignment = new PointerAlignment(verification);
        this.region = new RegionAccess(verification);
        this.stackBounds = new StackBounds(verification);
        this.maps = new MapAccess(verification, region, kptrs);
        this.structs = new StructAccess(verification, layouts);
        this.stack = new StackAccess(verification, stackBounds, dynptrs);
    }

    public void check(MemoryOperand operand) {
        RegisterState pointer = verification.register(operand.base());
        alignment.check(pointer, operand.offset(), operand.size(), operand.alignment());
        int offset = operand.offset() + pointer.offset();
        boolean unmodified = pointer.type().flags() == 0;
        switch (pointer.kind()) {
            case MAP_KEY -> {
                expect(unmodified, operand, pointer);
                accessMapKey(operand, pointer, offset);
            }
            case MAP_VALUE -> {
                expect(unmodified, operand, pointer);
                maps.access(operand, offset);
            }
            case MEM -> accessMemory(operand, pointer, offset);
            case CTX -> {
                expect(unmodified, operand, pointer);
                accessContext(operand, pointer, offset);
            }
            case STACK -> {
                expect(unmodified, operand, pointer);
                stack.access(operand, offset);
            }
            case PACKET, PACKET_META -> accessPacket(operand, offset);
            case FLOW_KEYS -> accessFlowKeys(operand, offset);
            case SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> {
                expect(unmodified, operand, pointer);
                accessSocket(operand, pointer, offset);
            }
            case TP_BUFFER -> {
                checkBuffer(pointer, operand.base(), "tracepoint", offset, operand.size());
                loadUnknown(operand);
            }
            case BTF_ID -> {
                expect(!pointer.type().mayBeNull(), operand, pointer);
                structs.access(operand.base(), offset, operand.size(), operand.kind(), operand.value());
            }
            case MAP_PTR -> {
                expect(unmodified, operand, pointer);
                structs.accessMap(operand.base(), offset, operand.size(), operand.kind(), operand.value());
            }
            case BUF -> accessBuffer(operand, pointer, offset);
            case ARENA -> loadUnknown(operand);
            case NOT_INIT, SCALAR, PACKET_END, FUNC, DYNPTR -> throw invalid(operand, pointer);
        }
        narrow(operand);
    }

    private void narrow(MemoryOperand operand) {
        if (operand.size() == Long.BYTES || !operand.loads()) {
            return;
        }
        RegisterState loaded = verification.register(operand.value());
        if (loaded.isScalar()) {
            verification.register(
                    operand.value(),
                    loaded.withScalar(
                            operand.extension() == MemoryOperand.Extension.ZERO
                                    ? ScalarCast.truncate(loaded.scalar(), operand.size())
                                    : ScalarCast.signExtend64(loaded.scalar(), operand.size())));
        }
    }

    private void expect(boolean fine, MemoryOperand operand, RegisterState pointer) {
        if (!fine) {
            throw invalid(operand, pointer);
        }
    }

    private Rejection invalid(MemoryOperand operand, RegisterState pointer) {
        return verification.reject(Errno.EACCES, "R" + operand.base() + " invalid mem access '" + pointer.type() + "'");
    }

    private void loadUnknown(MemoryOperand operand) {
        if (operand.loads()) {
            verification.markUnknown(operand.value());
        }
    }

    private void expectNoLeak(MemoryOperand operand, String into) {
        if (operand.stores() && operand.value() >= 0 && verification.isSecret(operand.value())) {
            throw verification.reject(Errno.EACCES, "R" + operand.value() + " leaks addr into " + into);
        }
    }

    private void accessMapKey(MemoryOperand operand, RegisterState pointer, int offset) {
        if (operand.stores()) {
            throw verification.reject(Errno.EACCES, "write to change key R" + operand.base() + " not allowed");
        }
        region.check(
                operand.base(),
                offset,
                operand.size(),
                MapAccess.map(pointer).keySize(),
                RegionAccess.Emptiness.REFUSED);
        loadUnknown(operand);
    }

    private void accessMemory(MemoryOperand operand, RegisterState pointer, int offset) {
        RegisterType type = pointer.type();
        boolean readOnly = type.has(RegisterType.RDONLY);
        if (type.mayBeNull()) {
            throw invalid(operand, pointer);
        }
        if (operand.stores() && readOnly) {
            throw readOnly(operand, pointer);
        }
        expectNoLeak(operand, "mem");
        if (!readOnly || !type.has(RegisterType.UNTRUSTED)) {
            region.check(operand.base(), offset, operand.size(), pointer.first(), RegionAccess.Emptiness.REFUSED);
        }
        loadUnknown(operand);
    }

    private Rejection readOnly(MemoryOperand operand, RegisterState pointer) {
        return verification.reject(Errno.EACCES, "R" + operand.base() + " cannot write into " + pointer.type());
    }

    private void accessContext(MemoryOperand operand, RegisterState pointer, int offset) {
        expectNoLeak(operand, "ctx");
        offsets.check(pointer, operand.base(), PointerOffsets.Fixed.REFUSED);
        AccessRules.Access access = operand.stores()
                ? AccessRules.Access.WRITE
                : operand.extension() == MemoryOperand.Extension.SIGN
                        ? AccessRules.Access.READ_SIGN_EXTENDED
                        : AccessRules.Access.READ;
        AccessRules.Field field = verification.subject.context().find(offset, operand.size(), access);
        if (field == null) {
            verification.log.line("invalid bpf_context access off=" + offset + " size=" + operand.size());
            verification.showLine(operand.instruction());
            throw new Rejection(Errno.EACCES);
        }
        verification.facts[operand.instruction()].contextFieldSize = field.fieldSize();
        if (!operand.loads()) {
            return;
        }
        if (field.type().equals(RegisterType.SCALAR)) {
            verification.markUnknown(operand.value());
            if (field.range() != null) {
                narrow(operand.value(), field.range());
            }
            return;
        }
        RegisterState loaded = RegisterState.pointer(field.type(), field.target());
        if (field.type().kind() == RegisterKind.MEM) {
            loaded = loaded.withFirst(field.fieldSize());
        }
        verification.register(operand.value(), field.type().mayBeNull() ? loaded.withId(verification.newId()) : loaded);
    }

    /** {@code __mark_reg_s32_range()}. */
    private void narrow(int number, ReturnRange range) {
        RegisterState register = verification.register(number);
        verification.register(
                number,
                register.withScalar(register.scalar()
                        .draft()
                        .signed32(range.min(), range.max())
                        .signed(range.min(), range.max())
                        .synchronise()
                        .build()));
    }

    private void accessPacket(MemoryOperand operand, int offset) {
        if (operand.stores() && !packets.mayAccess(AccessKind.WRITE)) {
            throw verification.reject(Errno.EACCES, "cannot write into packet");
        }
        expectNoLeak(operand, "packet");
        region.checkPacket(operand.base(), offset, operand.size(), RegionAccess.Emptiness.REFUSED);
        loadUnknown(operand);
    }

    private void accessFlowKeys(MemoryOperand operand, int offset) {
        expectNoLeak(operand, "flow keys");
        if (offset < 0 || offset + operand.size() > FLOW_KEYS_BYTES) {
            throw verification.reject(
                    Errno.EACCES, "invalid access to flow keys off=" + offset + " size=" + operand.size());
        }
        loadUnknown(operand);
    }

    private void accessSocket(MemoryOperand operand, RegisterState pointer, int offset) {
        if (operand.stores()) {
            throw readOnly(operand, pointer);
        }
        if (pointer.scalar().smin() < 0) {
            throw verification.reject(
                    Errno.EACCES,
                    "R" + operand.base()
                            + " min value is negative, either use unsigned index or do a if (index >=0) check.");
        }
        AccessRules rules = verification.subject.sockets().get(pointer.kind());
        AccessRules.Field field = rules == null ? null : rules.find(offset, operand.size(), AccessRules.Access.READ);
        if (field == null) {
            throw verification.reject(
                    Errno.EACCES,
                    "R" + operand.base() + " invalid " + pointer.type() + " access off=" + offset + " size="
                            + operand.size());
        }
        verification.facts[operand.instruction()].contextFieldSize = field.fieldSize();
        if (operand.value() >= 0) {
            verification.markUnknown(operand.value());
        }
    }

    void checkBuffer(RegisterState pointer, int base, String what, int offset, int size) {
        if (offset < 0) {
            throw verification.reject(
                    Errno.EACCES, "R" + base + " invalid " + what + " buffer access: off=" + offset + ", size=" + size);
        }
        if (!pointer.scalar().isConstant(0)) {
            throw verification.reject(
                    Errno.EACCES,
                    "R" + base + " invalid variable buffer offset: off=" + offset + ", var_off="
                            + pointer.scalar().tnum());
        }
    }

    private void accessBuffer(MemoryOperand operand, RegisterState pointer, int offset) {
        boolean readOnly = pointer.type().has(RegisterType.RDONLY);
        if (readOnly && operand.stores()) {
            throw readOnly(operand, pointer);
        }
        checkBuffer(pointer, operand.base(), readOnly ? "rdonly" : "rdwr", offset, operand.size());
        loadUnknown(operand);
    }
}
