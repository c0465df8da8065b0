package dev.skep.link;

import dev.skep.kernel.map.BpfMap;
import dev.skep.object.MapDefinition;

/** A map of an object in a kernel. */
public record LinkedMap(MapDefinition definition, BpfMap map) {
    /** The name in the source; {@code .bss} and so on for sections of variables. */
    public String name() {
        return definition.name();
    }
}
