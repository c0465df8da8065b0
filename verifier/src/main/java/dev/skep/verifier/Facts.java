package dev.skep.verifier;

import dev.skep.kernel.map.BpfMap;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the verifier learned about the instructions of an accepted program, for those who run it: what is said here
 * holds on every path. The kernel uses the same facts ({@code struct bpf_insn_aux_data}) to rewrite the program before
 * it is compiled.
 *
 * <p>Instructions are named by the slots of {@link Verdict.Accepted#program}, which are not renumbered. An example:
 *
 * <pre>
 *   slot
 *    0  r2 = *(u32 *)(r1 +4)        memory(0) = CONTEXT, contextBytes(0) = 4
 *    1  r1 = map[fd:0] ll
 *    3  call bpf_map_lookup_elem#1  map(3) = the map of index 0
 *    4  if r0 != 0 goto +1
 *    5  exit
 *    6  r0 = 0
 *    7  if r0 == 0 goto +1          isDead(8): r0 is known to be 0
 *    8  call bpf_redirect#23
 *    9  exit
 * </pre>
 *
 * @see Verdict.Accepted
 */
public final class Facts {
    /** About a program that nobody verified: nothing. */
    public static final Facts NONE =
            new Facts(new BitSet(), new BitSet(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    private final BitSet dead;
    private final BitSet readWhole;
    private final Map<Integer, MemoryRole> roles;
    private final Map<Integer, Integer> contextBytes;
    private final Map<Integer, BpfMap> maps;
    private final Map<Integer, Long> tailCallKeys;
    private final Map<Integer, Integer> loops;

    Facts(
            BitSet dead,
            BitSet readWhole,
            Map<Integer, MemoryRole> roles,
            Map<Integer, Integer> contextBytes,
            Map<Integer, BpfMap> maps,
            Map<Integer, Long> tailCallKeys,
            Map<Integer, Integer> loops) {
        this.dead = dead;
        this.readWhole = readWhole;
        this.roles = Map.copyOf(roles);
        this.contextBytes = Map.copyOf(contextBytes);
        this.maps = Map.copyOf(maps);
        this.tailCallKeys = Map.copyOf(tailCallKeys);
        this.loops = Map.copyOf(loops);
    }

    /** Whether no path comes to the instruction. */
    public boolean isDead(int slot) {
        return dead.get(slot);
    }

    public boolean hasDeadCode() {
        return !dead.isEmpty();
    }

    /**
     * Whether somebody reads the upper half of what the instruction writes with 32 bits: where nobody does, a machine
     * that does not clear it by itself need not; {@code zext_dst}.
     */
    public boolean isReadWhole(int slot) {
        return readWhole.get(slot);
    }

    /** What the memory operand is. */
    public MemoryRole memory(int slot) {
        return roles.getOrDefault(slot, MemoryRole.PLAIN);
    }

    /** Bytes of the context's field of which the instruction reads a part; 0 when it reads or writes all of one. */
    public int contextBytes(int slot) {
        return contextBytes.getOrDefault(slot, 0);
    }

    /** The map that a call works on, when it is the same on all paths; null when it is not, or when there is none. */
    public @Nullable BpfMap map(int slot) {
        return maps.get(slot);
    }

    /** The index that a tail call jumps to, when it is the same constant on all paths. */
    public OptionalLong tailCallKey(int slot) {
        Long key = tailCallKeys.get(slot);
        return key == null ? OptionalLong.empty() : OptionalLong.of(key);
    }

    /**
     * The subprogram that a call of {@code bpf_loop} calls back, when the kernel puts a loop in the place of the call:
     * flags are 0 and the callback is the same on all paths. Such a loop takes all 64 bits of the count, and its errors
     * have 32 bits.
     */
    public OptionalInt inlinedLoop(int slot) {
        Integer callback = loops.get(slot);
        return callback == null ? OptionalInt.empty() : OptionalInt.of(callback);
    }

    /** Positions in a program's list of maps, by the slots of the calls that work on one. */
    Map<Integer, Integer> mapIndices(List<BpfMap> ofProgram) {
        Map<Integer, Integer> indices = new HashMap<>();
        maps.forEach((slot, map) -> indices.put(slot, ofProgram.indexOf(map)));
        return indices;
    }

    /** Whether the same instructions are dead by other facts about the same code. */
    public boolean hasSameDeadCode(Facts other) {
        return dead.equals(other.dead);
    }

    /** The same without what it says about maps, by which it holds on to a kernel. */
    public Facts withoutMaps() {
        return new Facts(dead, readWhole, roles, contextBytes, Map.of(), tailCallKeys, loops);
    }

    /** The same about the same program with other maps, by what {@link #mapIndices} gave. */
    Facts withMaps(Map<Integer, Integer> indices, List<BpfMap> ofProgram) {
        Map<Integer, BpfMap> bySlot = new HashMap<>();
        indices.forEach((slot, index) -> bySlot.put(slot, ofProgram.get(index)));
        return new Facts(dead, readWhole, roles, contextBytes, bySlot, tailCallKeys, loops);
    }
}
