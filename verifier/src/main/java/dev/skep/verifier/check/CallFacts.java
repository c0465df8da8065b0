package dev.skep.verifier.check;

import dev.skep.helper.HelperPrototype;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import org.jspecify.annotations.Nullable;

/** What looking at the arguments of a helper call finds; the kernel's {@code struct bpf_call_arg_meta}. */
final class CallFacts {
    final HelperPrototype prototype;
    final StackBounds.Uninitialised uninitialised = new StackBounds.Uninitialised();

    @Nullable
    MapView map;

    int mapUid;
    /** The register whose reference the call releases, 0 for none. */
    int released;
    /** The reference that an argument holds. */
    int reference;
    /** The greatest size of memory that an argument gives. */
    long maxSize;
    /** Bytes to allocate. */
    int memorySize;

    int callback;
    /** The key of an array, when it is a constant, else -1. */
    long constantKey = -1;

    @Nullable
    SpecialField kptr;

    @Nullable
    StructType percpu;
    /** Whether that is an object of the program, seen under RCU. */
    boolean percpuIsRcu;

    int dynptrId;

    CallFacts(HelperPrototype prototype) {
        this.prototype = prototype;
    }

    MapView expectMap() {
        MapView found = map;
        if (found == null) {
            throw new IllegalStateException(prototype.name() + " has no map argument");
        }
        return found;
    }
}
