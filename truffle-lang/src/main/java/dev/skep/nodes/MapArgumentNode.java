package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;
import dev.skep.kernel.map.BpfMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the address of a map in a register into the map. A call site passes the same map again and again, mostly a
 * constant of the program: then the map is a constant, too, and so are its sizes and its kind.
 */
final class MapArgumentNode extends Node {
    private final int register;

    /** The verifier's word that it is this map on every path: nobody needs to look. */
    private final @Nullable BpfMap proved;

    @CompilationFinal
    private @Nullable BpfMap known;

    @CompilationFinal
    private boolean several;

    MapArgumentNode(int register, @Nullable BpfMap proved) {
        this.register = register;
        this.proved = proved;
    }

    @Nullable
    BpfMap execute(VirtualFrame frame, Activation activation) {
        if (proved != null) {
            return proved;
        }
        long address = get(frame, register);
        if (!several) {
            BpfMap map = known;
            if (map != null && map.address() == address) {
                return map;
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            BpfMap found = find(activation, address);
            several = map != null;
            known = several ? null : found;
            return found;
        }
        return find(activation, address);
    }

    @TruffleBoundary
    private static @Nullable BpfMap find(Activation activation, long address) {
        return activation.machine.kernel().maps().byAddress(address);
    }

    /** What to say when there is no map. */
    String complaint(VirtualFrame frame, String function) {
        CompilerDirectives.transferToInterpreter();
        return function + ": r" + register + " is " + Faults.hex(get(frame, register)) + ", where no map is";
    }
}
