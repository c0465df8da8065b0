package dev.skep.verifier.check;

import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.Store;
import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.SpecialField;

/** Accesses to map values, by instructions and by helpers; the kernel's {@code check_map_access()}. */
final class MapAccess {
    private final Verification verification;
    private final RegionAccess region;
    private final KernelPointers kptrs;

    MapAccess(Verification verification, RegionAccess region, KernelPointers kptrs) {
        this.verification = verification;
        this.region = region;
        this.kptrs = kptrs;
    }

    static MapView map(RegisterState pointer) {
        if (pointer.target() instanceof MapView map) {
            return map;
        }
        throw new IllegalStateException("a map pointer without a map: " + pointer.type());
    }

    /** Who touches the value. */
    enum Source {
        INSTRUCTION,
        HELPER
    }

    void access(MemoryOperand operand, int offset) {
        RegisterState pointer = verification.register(operand.base());
        MapView map = map(pointer);
        if (operand.stores() && operand.value() >= 0 && verification.isSecret(operand.value())) {
            throw verification.reject(Errno.EACCES, "R" + operand.value() + " leaks addr into map");
        }
        checkFlags(map, offset, operand.size(), operand.kind());
        check(operand.base(), offset, operand.size(), RegionAccess.Emptiness.REFUSED, Source.INSTRUCTION);
        boolean fixed = pointer.scalar().isConstant();
        long where = offset + pointer.scalar().value();
        SpecialField kptr = fixed ? map.kptrAt(where) : null;
        if (kptr != null) {
            accessKptr(operand, kptr);
        } else if (operand.loads()) {
            load(operand, map, fixed, (int) where);
        }
    }

    private void load(MemoryOperand operand, MapView map, boolean fixed, int where) {
        byte[] contents = map.contents();
        if (!fixed || contents == null || !map.isReadOnlyForPrograms() || !map.hasDirectValue()) {
            verification.markUnknown(operand.value());
            return;
        }
        long value = 0;
        for (int index = operand.size() - 1; index >= 0; index--) {
            value = value << 8 | contents[where + index] & 0xff;
        }
        if (operand.extension() == MemoryOperand.Extension.SIGN) {
            int unused = 64 - operand.size() * 8;
            value = value << unused >> unused;
        }
        verification.register(operand.value(), verification.known(verification.register(operand.value()), value));
    }

    void checkFlags(MapView map, int offset, int size, AccessKind kind) {
        String what = "value_size=" + map.valueSize() + " off=" + offset + " size=" + size;
        if (kind == AccessKind.WRITE && map.isReadOnlyForPrograms()) {
            throw verification.reject(Errno.EACCES, "write into map forbidden, " + what);
        }
        if (kind == AccessKind.READ && map.isWriteOnlyForPrograms()) {
            throw verification.reject(Errno.EACCES, "read from map forbidden, " + what);
        }
    }

    void check(int base, int offset, int size, RegionAccess.Emptiness emptiness, Source source) {
        RegisterState pointer = verification.register(base);
        MapView map = map(pointer);
        region.check(base, offset, size, map.valueSize(), emptiness);
        for (SpecialField field : map.fields()) {
            checkField(pointer.scalar(), field, offset, size, source);
        }
    }

    private void checkField(Scalar variable, SpecialField field, int offset, int size, Source source) {
        boolean touches = Long.compareUnsigned(variable.smin() + offset, field.offset() + field.size()) < 0
                && Long.compareUnsigned(field.offset(), variable.umax() + offset + size) < 0;
        if (!touches) {
            return;
        }
        String name = field.kind().text();
        if (!field.kind().isKptr() && field.kind() != SpecialField.Kind.UPTR) {
            throw verification.reject(Errno.EACCES, name + " cannot be accessed directly by load/store");
        }
        if (source != Source.INSTRUCTION) {
            throw verification.reject(Errno.EACCES, name + " cannot be accessed indirectly by helper");
        }
        if (!variable.isConstant()) {
            throw verification.reject(Errno.EACCES, name + " access cannot have variable offset");
        }
        if (field.offset() != offset + variable.value()) {
            throw verification.reject(
                    Errno.EACCES,
                    name + " access misaligned expected=" + field.offset() + " off="
                            + Long.toUnsignedString(offset + variable.value()));
        }
        if (size != Long.BYTES) {
            throw verification.reject(Errno.EACCES, name + " access size must be BPF_DW");
        }
    }

    private void accessKptr(MemoryOperand operand, SpecialField kptr) {
        Instruction instruction = verification.code.at(operand.instruction());
        boolean loads = instruction instanceof Load;
        if (!loads && !(instruction instanceof Store)) {
            throw verification.reject(Errno.EACCES, "kptr in map can only be accessed using BPF_MEM instruction mode");
        }
        if (!loads && (kptr.kind() == SpecialField.Kind.KPTR_REF || kptr.kind() == SpecialField.Kind.KPTR_PERCPU)) {
            throw verification.reject(Errno.EACCES, "store to referenced kptr disallowed");
        }
        if (!loads && kptr.kind() == SpecialField.Kind.UPTR) {
            throw verification.reject(Errno.EACCES, "store to uptr disallowed");
        }
        if (loads) {
            kptrs.load(operand.value(), kptr);
        } else if (operand.value() >= 0) {
            RegisterState value = verification.register(operand.value());
            if (!value.isNull() && !kptrs.matches(kptr, value, operand.value())) {
                throw new Rejection(Errno.EACCES);
            }
        } else if (instruction instanceof Store store
                && store.source() instanceof Immediate constant
                && constant.value() != 0) {
            throw verification.reject(
                    Errno.EACCES, "BPF_ST imm must be 0 when storing to kptr at off=" + kptr.offset());
        }
    }
}
