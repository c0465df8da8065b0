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

/** Locks, timers and kptrs that a helper or kfunc is given a pointer to. */
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

    /** The register points to the map value's one member of this kind. */
    void expectField(int number, SpecialField.Kind kind) {
        RegisterState register = verification.register(number);
        String name = kind.text();
        expectConstant(register, number, name);
        MapView map = MapAccess.map(register);
        expectBtf(map, name);
        SpecialField field = map.field(kind);
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
        if (register.kind() == RegisterKind.MAP_VALUE) {
            MapView map = MapAccess.map(register);
            expectBtf(map, "bpf_kptr_xchg");
            facts.map = map;
        }
        expectConstant(register, number, "kptr");
        if (!verification.objects.hasKptr(register)) {
            throw verification.reject(Errno.EINVAL, "R" + number + " has no valid kptr");
        }
        int offset = register.offset() + (int) register.scalar().value();
        SpecialField field = verification.objects.kptrAt(register, offset);
        if (field == null) {
            throw verification.reject(Errno.EACCES, "off=" + offset + " doesn't point to kptr");
        }
        if (field.kind() == SpecialField.Kind.KPTR_UNREF) {
            throw verification.reject(Errno.EACCES, "off=" + offset + " kptr isn't referenced kptr");
        }
        return field;
    }

    /** Takes the lock, or gives it back. */
    void processLock(int number, SpinLock lock, SpinLock.Step step) {
        RegisterState register = verification.register(number);
        String name = lock.field().text();
        expectConstant(register, number, name);
        MapView map = register.kind() == RegisterKind.MAP_VALUE ? MapAccess.map(register) : null;
        if (map != null) {
            expectBtf(map, name);
        }
        SpecialField field = verification.objects.field(register, lock.field());
        if (field == null) {
            String what = map == null ? "local 'kptr'" : "map '" + map.name() + "'";
            throw verification.reject(Errno.EINVAL, what + " has no valid " + name);
        }
        expectOffset(register, name, field.offset());
        Object owner = KfuncObjects.lockOwner(register);
        if (step == SpinLock.Step.LOCK) {
            take(register, lock, owner);
        } else {
            giveBack(register, lock, owner);
        }
    }

    private void take(RegisterState register, SpinLock lock, @Nullable Object owner) {
        VerifierState state = verification.state;
        boolean plain = lock == SpinLock.PLAIN;
        if (plain && state.activeLocks != 0 && state.lock(0, null, Reference.Kind.LOCK) != null) {
            throw verification.reject(Errno.EINVAL, "Locking two bpf_spin_locks are not allowed");
        }
        if (!plain
                && state.activeLocks != 0
                && state.lock(register.id(), owner, Reference.Kind.RES_LOCK, Reference.Kind.RES_LOCK_IRQ) != null) {
            throw verification.reject(Errno.EINVAL, "Acquiring the same lock again, AA deadlock detected");
        }
        state.addLock(new Reference(lock.reference(), register.id(), verification.instruction, owner));
    }

    private void giveBack(RegisterState register, SpinLock lock, @Nullable Object owner) {
        VerifierState state = verification.state;
        String name = lock.text() + "_unlock";
        if (state.activeLocks == 0) {
            throw verification.reject(Errno.EINVAL, name + " without taking a lock");
        }
        if (state.lock(register.id(), owner, lock.reference()) == null) {
            throw verification.reject(Errno.EINVAL, name + " of different lock");
        }
        if (register.id() != state.activeLockId || !Objects.equals(owner, state.activeLockOwner)) {
            throw verification.reject(Errno.EINVAL, name + " cannot be out of order");
        }
        if (!state.releaseLock(lock.reference(), register.id(), owner)) {
            throw verification.reject(Errno.EINVAL, name + " of different lock");
        }
        verification.invalidateNonOwning();
    }
}
