package dev.skep.verifier.check;

import dev.skep.helper.KfuncPrototype;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import org.jspecify.annotations.Nullable;

/** What looking at the arguments of a kfunc call finds; the kernel's {@code struct bpf_kfunc_call_arg_meta}. */
final class KfuncFacts {
    final KfuncPrototype prototype;

    /** The register whose reference the call releases, 0 for none. */
    int released;
    /** The reference that an argument holds. */
    int reference;
    /** The argument that had to be a constant. */
    @Nullable
    Long constant;
    /** Bytes that the returned pointer points to, when an argument says so. */
    int resultSize;

    boolean resultReadOnly;
    int callback;

    @Nullable
    MapView map;

    int mapUid;

    /** An object of the program that was passed. */
    @Nullable
    StructType object;
    /** Whether that argument owns the object. */
    boolean ownsObject;

    /** The list or tree that was passed. */
    @Nullable
    SpecialField root;

    /** The iterator that was passed: its frame and its first slot. */
    int iteratorFrame;

    int iteratorSlot;

    /** The dynptr that was passed. */
    DynptrType dynptr = DynptrType.INVALID;

    int dynptrId;
    int dynptrReference;

    KfuncFacts(KfuncPrototype prototype) {
        this.prototype = prototype;
    }

    String name() {
        return prototype.name();
    }

    SpecialField expectRoot() {
        SpecialField found = root;
        if (found == null) {
            throw new IllegalStateException(name() + " has no list or tree");
        }
        return found;
    }

    StructType expectObject() {
        StructType found = object;
        if (found == null) {
            throw new IllegalStateException(name() + " has no object");
        }
        return found;
    }
}
