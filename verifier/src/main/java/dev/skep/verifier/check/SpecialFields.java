package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.VerifierState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Locks, timers and kptrs that a helper is given a pointer to. */
final class SpecialFields {
    private final Verification verification;

    SpecialFields(Verification verification) {
        this.verification = verification;
    }

    private void expectConstant(RegisterState register, int number, String what) {
        if (!register.scalar().isConstant()) {
            throw verification.reject(
                    Errno.EINVAL,
                    "R" + number + " doesn't have constant offset. " + what + " has to be at the constant offset");
        }
    }

    private void expectBtf(MapView map, String what) {
        if (!map.hasBtf()) {
            throw verification.reject(Errno.EINVAL, "map '" + map.name() + "' has to have BTF in order to use " + what);
        }
    }

    void expectTimer(int number) {
        RegisterState register = verification.register(number);
        String name = SpecialField.Kind.TIMER.text();
        expectConstant(register, number, name);
        MapView map = MapAccess.map(register);
        expectBtf(map, name);
        SpecialField field = map.field(SpecialField.Kind.TIMER);
        if (field == null) {
            throw verification.reject(Errno.EINVAL, "map '" + map.name() + "' has no valid " + name);
        }
        expectOffset(register, name, field.offset());
    }

    private void expectOffset(RegisterState register, String name, int offset) {
        long where = register.scalar().value() + register.offset();
        if (offset != where) {
            throw verification.reject(
                    Errno.EINVAL, "off " + where + " doesn't point to 'struct " + name + "' that is at " + offset);
        }
    }

    SpecialField expectKptr(int number, CallFacts facts) {
        RegisterState register = verification.register(number);
        MapView map = register.kind() == RegisterKind.MAP_VALUE ? MapAccess.map(register) : null;
        if (map != null) {
            expectBtf(map, "bpf_kptr_xchg");
            facts.map = map;
        }
        expectConstant(register, number, "kptr");
        boolean any = map != null
                && map.fields().stream().anyMatch(field -> field.kind().isKptr());
        if (map == null || !any) {
            throw verification.reject(Errno.EINVAL, "R" + number + " has no valid kptr");
        }
        int offset = register.offset() + (int) register.scalar().value();
        SpecialField field = map.kptrAt(offset);
        if (field == null || !field.kind().isKptr()) {
            throw verification.reject(Errno.EACCES, "off=" + offset + " doesn't point to kptr");
        }
        if (field.kind() == SpecialField.Kind.KPTR_UNREF) {
            throw verification.reject(Errno.EACCES, "off=" + offset + " kptr isn't referenced kptr");
        }
        return field;
    }

    /** Takes the lock, or gives it back. */
    void processLock(int number, boolean takes) {
        RegisterState register = verification.register(number);
        expectConstant(register, number, "bpf_spin_lock");
        MapView map = register.kind() == RegisterKind.MAP_VALUE ? MapAccess.map(register) : null;
        if (map != null) {
            expectBtf(map, "bpf_spin_lock");
        }
        SpecialField field = map == null ? null : map.field(SpecialField.Kind.SPIN_LOCK);
        if (field == null) {
            String what = map == null ? "local 'kptr'" : "map '" + map.name() + "'";
            throw verification.reject(Errno.EINVAL, what + " has no valid bpf_spin_lock");
        }
        long where = register.scalar().value() + register.offset();
        if (field.offset() != where) {
            throw verification.reject(
                    Errno.EINVAL,
                    "off " + where + " doesn't point to 'struct bpf_spin_lock' that is at " + field.offset());
        }
        if (takes) {
            take(register, map);
        } else {
            giveBack(register, map);
        }
    }

    private void take(RegisterState register, @Nullable Object owner) {
        VerifierState state = verification.state;
        if (state.activeLocks != 0 && state.lock(0, null, Reference.Kind.LOCK) != null) {
            throw verification.reject(Errno.EINVAL, "Locking two bpf_spin_locks are not allowed");
        }
        state.addLock(new Reference(Reference.Kind.LOCK, register.id(), verification.instruction, owner));
    }

    private void giveBack(RegisterState register, @Nullable Object owner) {
        VerifierState state = verification.state;
        if (state.activeLocks == 0) {
            throw verification.reject(Errno.EINVAL, "bpf_spin_unlock without taking a lock");
        }
        if (state.lock(register.id(), owner, Reference.Kind.LOCK) == null) {
            throw verification.reject(Errno.EINVAL, "bpf_spin_unlock of different lock");
        }
        if (register.id() != state.activeLockId || !Objects.equals(owner, state.activeLockOwner)) {
            throw verification.reject(Errno.EINVAL, "bpf_spin_unlock cannot be out of order");
        }
        if (!state.releaseLock(Reference.Kind.LOCK, register.id(), owner)) {
            throw verification.reject(Errno.EINVAL, "bpf_spin_unlock of different lock");
        }
        verification.invalidateNonOwning();
    }
}
