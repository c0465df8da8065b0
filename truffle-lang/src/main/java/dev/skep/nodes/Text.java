package dev.skep.nodes;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the programs of a machine stand in its address space: a number for each function, with which a program hands a
 * callback to a helper. Nothing can be read there; the counterpart of the kernel's memory for JIT images.
 *
 * <p>A program gets eight bytes for each of its slots, from the start of a page on.
 */
final class Text {
    /** {@code MODULES_VADDR}. */
    private static final long BASE = 0xffff_ffff_c000_0000L;

    private static final long PAGE = 4096;
    private static final int SLOT_BYTES = 8;

    private final TreeMap<Long, Code> programs = new TreeMap<>();
    private long end = BASE;

    /** Gives the program its addresses. */
    long place(Code code) {
        long start = end;
        programs.put(start, code);
        end = (start + (long) code.bytecode().size() * SLOT_BYTES + PAGE - 1) & -PAGE;
        return start;
    }

    /** The address of what begins at this slot of a program. */
    static long address(long programStart, int slot) {
        return programStart + (long) slot * SLOT_BYTES;
    }

    /** The function that begins at this address, or {@code null}. */
    @TruffleBoundary
    @Nullable
    CallTarget function(long address) {
        Map.Entry<Long, Code> entry = programs.floorEntry(address);
        if (entry == null || (address - entry.getKey()) % SLOT_BYTES != 0) {
            return null;
        }
        long slot = (address - entry.getKey()) / SLOT_BYTES;
        Code code = entry.getValue();
        return slot < code.bytecode().size() && code.beginsFunction((int) slot) ? code.function((int) slot) : null;
    }
}
