package dev.skep.object;

import dev.skep.kernel.map.MapSpec;
import java.util.List;

/**
 * A map that an object asks for.
 *
 * @param name as the source has it; {@code .bss} and so on for sections of variables
 * @param origin how it was declared
 * @param section the ELF section
 * @param typeNumber of {@code enum bpf_map_type}, also when the blueprint's type is unknown
 * @param spec the blueprint, with the name that the kernel sees
 * @param contents what the only value of a section of variables starts with; empty if all zero, or for another map
 * @param slots what fills the map when the object is loaded
 * @param pinning the number of the declaration: 0 is not at all, 1 by name (libbpf) or for this object (iproute2), 2
 *     globally (iproute2)
 */
public record MapDefinition(
        String name,
        Origin origin,
        String section,
        int typeNumber,
        MapSpec spec,
        Contents contents,
        List<Slot> slots,
        int pinning) {

    /** How a map was declared. */
    public enum Origin {
        /** By BTF in {@code .maps}. */
        BTF,
        /** By a struct in {@code maps}, before BTF. */
        LEGACY,
        /** {@code .data} and {@code .data.*}. */
        DATA,
        /** {@code .rodata} and {@code .rodata.*}: frozen once it is filled. */
        READ_ONLY_DATA,
        /** {@code .bss} and {@code .bss.*}. */
        ZERO_DATA,
        /** Values of the kernel's configuration: frozen once it is filled. */
        CONFIGURATION,
        /** A struct of functions in {@code .struct_ops} or {@code .struct_ops.link}. */
        STRUCT_OPS;

        /** Whether user space may not write it any more once the object is loaded. */
        public boolean frozen() {
            return this == READ_ONLY_DATA || this == CONFIGURATION;
        }

        /** Whether its only value holds variables. */
        public boolean holdsVariables() {
            return switch (this) {
                case DATA, READ_ONLY_DATA, ZERO_DATA, CONFIGURATION -> true;
                case BTF, LEGACY, STRUCT_OPS -> false;
            };
        }
    }

    /** What fills a map when the object is loaded. */
    public sealed interface Slot {
        /** Index in an array, or key. */
        int key();

        /** A program in a program array, or for the member of a struct of functions at this offset. */
        record OfProgram(int key, String program) implements Slot {}

        /** A map in a map of maps. */
        record OfMap(int key, String map) implements Slot {}
    }

    public MapDefinition {
        slots = List.copyOf(slots);
    }

    MapDefinition withSlots(List<Slot> value) {
        return new MapDefinition(name, origin, section, typeNumber, spec, contents, value, pinning);
    }

    /** The same, but its only value starts with something else. */
    public MapDefinition withContents(Contents value) {
        return new MapDefinition(name, origin, section, typeNumber, spec, value, slots, pinning);
    }

    /** The same from another blueprint. */
    public MapDefinition withSpec(MapSpec value) {
        return new MapDefinition(name, origin, section, typeNumber, value, contents, slots, pinning);
    }
}
