package dev.skep.report;

import java.util.List;

/**
 * What stood in a map when it was looked at. Keys and values are trees of numbers, texts, lists and maps by the types
 * that the program declared, or lower-case hex where it declared none.
 *
 * @param name of the map in the object
 * @param type as bpftool names it, {@code lru_hash}
 * @param entries in the order in which {@code BPF_MAP_GET_NEXT_KEY} walks; of queues and stacks as they would be popped
 */
public record MapContents(String name, String type, List<Entry> entries) {
    public MapContents {
        entries = List.copyOf(entries);
    }

    /** One element of a map; what it has depends on the map's type. */
    public sealed interface Entry {}

    /** An element of most maps. */
    public record Pair(Object key, Object value) implements Entry {}

    /** An element of a per-CPU map: one value for each CPU. */
    public record PerCpu(Object key, List<Object> values) implements Entry {
        public PerCpu {
            values = List.copyOf(values);
        }
    }

    /** An element of a queue or stack. */
    public record Element(Object value) implements Entry {}

    /** A program array's slot that is filled. */
    public record OfProgram(Object key, String program) implements Entry {}

    /** A map in a map of maps. */
    public record OfMap(Object key, MapContents map) implements Entry {}
}
