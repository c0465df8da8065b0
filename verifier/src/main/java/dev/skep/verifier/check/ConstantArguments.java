package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;

/** Arguments that must be constants, or of which it helps to know that they are. */
final class ConstantArguments {
    private static final long UNKNOWN = -1;

    private final Verification verification;
    private final MapAccess maps;

    ConstantArguments(Verification verification, MapAccess maps) {
        this.verification = verification;
        this.maps = maps;
    }

    /** Whether a lookup with a known key cannot fail. */
    static boolean knowsKeys(MapView map) {
        return map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY;
    }

    /** A string in a map that nobody can change. */
    void checkString(int number) {
        RegisterState register = verification.register(number);
        MapView map = MapAccess.map(register);
        byte[] contents = map.contents();
        if (contents == null || !map.isReadOnlyForPrograms()) {
            throw verification.reject(Errno.EACCES, "R" + number + " does not point to a readonly map'");
        }
        if (!register.scalar().isConstant()) {
            throw verification.reject(Errno.EACCES, "R" + number + " is not a constant address'");
        }
        if (!map.hasDirectValue()) {
            throw verification.reject(Errno.EACCES, "no direct value access support for this map type");
        }
        maps.check(
                number,
                register.offset(),
                map.valueSize() - register.offset(),
                RegionAccess.Emptiness.REFUSED,
                MapAccess.Source.HELPER);
        int from = register.offset() + (int) register.scalar().value();
        for (int index = from; index < contents.length; index++) {
            if (contents[index] == 0) {
                return;
            }
        }
        throw verification.reject(Errno.EINVAL, "string is not zero-terminated");
    }

    /** The key on the stack when it is known, else a negative number. */
    long key(RegisterState pointer, int size) {
        if (!verification.isBpfCapable()
                || !pointer.type().equals(RegisterType.STACK)
                || !pointer.scalar().isConstant()) {
            return UNKNOWN;
        }
        FrameState frame = verification.frameOf(pointer);
        int top = -(pointer.offset() + (int) pointer.scalar().value()) - 1;
        int index = top / StackSlot.SIZE;
        int first = top % StackSlot.SIZE;
        StackSlot slot = frame.slot(index);
        if (run(slot, first, SlotType.ZERO) >= size) {
            return 0;
        }
        if (!slot.isScalarSpill()
                || run(slot, first, SlotType.SPILL) != size
                || !slot.spilled().scalar().isConstant()) {
            return UNKNOWN;
        }
        verification.precision.markSlot(pointer.frame(), index);
        return slot.spilled().scalar().value();
    }

    /** How many bytes from this one on are of this type. */
    private static int run(StackSlot slot, int first, SlotType type) {
        int count = 0;
        for (int index = first; index >= 0 && slot.at(index) == type; index--) {
            count++;
        }
        return count;
    }
}
