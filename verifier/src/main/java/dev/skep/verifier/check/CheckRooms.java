package dev.skep.verifier.check;

import dev.skep.verifier.explore.MapBounds;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.VisitedStates;
import dev.skep.verifier.state.RegisterState;

/** What the checks share, each made once for a verification. */
final class CheckRooms {
    final Verification verification;
    final VisitedStates visited;
    final Operands operands;
    final StackObjects stackObjects;
    final Dynptrs dynptrs;
    final PacketRights packets;
    final PointerOffsets offsets;
    final StructLayouts structs;
    final KernelPointers kptrs;
    final MemoryAccess memory;
    final HelperMemory helperMemory;
    final ResourceLeaks leaks;
    final FrameEntry frames;
    final FunctionDeclarations declarations;
    final SpecialFields fields;
    final GraphNodes nodes;
    final Iterators iterators;
    final HelperArguments arguments;
    final FunctionArguments functionArguments;
    final Callbacks callbacks;

    CheckRooms(Verification verification, VisitedStates visited) {
        this.verification = verification;
        this.visited = visited;
        this.operands = new Operands(verification);
        this.stackObjects = new StackObjects(verification);
        this.dynptrs = new Dynptrs(verification, stackObjects);
        this.packets = new PacketRights(verification);
        this.offsets = new PointerOffsets(verification);
        this.structs = new StructLayouts(verification);
        this.kptrs = new KernelPointers(verification, offsets, structs);
        this.memory = new MemoryAccess(verification, dynptrs, kptrs, structs, offsets, packets);
        this.helperMemory = new HelperMemory(verification, memory);
        this.leaks = new ResourceLeaks(verification);
        this.frames = new FrameEntry(verification);
        this.declarations = new FunctionDeclarations(verification);
        this.fields = new SpecialFields(verification);
        this.nodes = new GraphNodes(verification);
        this.iterators = new Iterators(this);
        this.arguments = new HelperArguments(this);
        this.functionArguments = new FunctionArguments(this);
        this.callbacks = new Callbacks(this);
        verification.bounds = new Bounds(verification, memory.maps);
    }

    /** Map values as the guard against speculation asks for them. */
    private record Bounds(Verification verification, MapAccess maps) implements MapBounds {
        @Override
        public void check(int register) {
            maps.check(
                    register,
                    verification.register(register).offset(),
                    1,
                    RegionAccess.Emptiness.REFUSED,
                    MapAccess.Source.HELPER);
        }

        @Override
        public int valueSize(RegisterState pointer) {
            return MapAccess.map(pointer).valueSize();
        }
    }
}
