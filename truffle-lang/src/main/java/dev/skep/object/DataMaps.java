package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Var;
import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.object.MapDefinition.Origin;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sections of variables as maps: an array of one value that is the section. Counterpart:
 * {@code bpf_object__init_internal_map}.
 */
final class DataMaps {
    private static final int MAX_BYTES = 1 << 30;

    private final String object;
    private final @Nullable Btf btf;
    /** Variables that the linker hides from user space. */
    private final Set<String> hidden;

    DataMaps(String object, @Nullable Btf btf, Set<String> hidden) {
        this.object = object;
        this.btf = btf;
        this.hidden = hidden;
    }

    /** What variables a section holds, null if it holds none. */
    static @Nullable Origin origin(ElfSection section) {
        if (section.size() == 0) {
            return null;
        }
        if (section.data() && section.named(".data")) {
            return Origin.DATA;
        }
        if (section.data() && section.named(".rodata")) {
            return Origin.READ_ONLY_DATA;
        }
        return section.type() == ElfSection.NO_CONTENT && section.named(".bss") ? Origin.ZERO_DATA : null;
    }

    MapDefinition map(ElfSection section, Origin origin, byte[] content) {
        if (section.size() < 0 || section.size() > MAX_BYTES) {
            throw new MalformedObjectException(
                    object,
                    section.name(),
                    Long.toUnsignedString(section.size()) + " bytes of variables",
                    "at most " + MAX_BYTES);
        }
        return map(section.name(), origin, (int) section.size(), content);
    }

    MapDefinition map(String section, Origin origin, int size, byte[] content) {
        int type = btf == null ? 0 : btf.find(section, BtfKind.DATASEC).orElse(0);
        int flags = (origin.frozen() ? MapFlags.RDONLY_PROG : 0) | (visible(type, origin) ? MapFlags.MMAPABLE : 0);
        MapSpec spec = MapSpec.of(kernelName(object, section), MapType.ARRAY, 4, size, 1)
                .withFlags(flags)
                .withTypes(type == 0 ? null : btf, 0, type);
        return new MapDefinition(
                section, origin, section, MapType.ARRAY.id(), spec, Contents.of(content), List.of(), 0);
    }

    /** User space maps a section into its memory if any variable in it is there for others to see. */
    private boolean visible(int type, Origin origin) {
        if (btf == null || type == 0 || !(btf.type(type) instanceof Datasec section)) {
            return false;
        }
        return section.variables().stream()
                .anyMatch(variable -> btf.type(variable.type()) instanceof Var var
                        && (origin == Origin.CONFIGURATION || var.linkage() != Linkage.STATIC)
                        && !hidden.contains(var.name()));
    }

    /**
     * The name that the kernel sees: as much of the object's name as 15 bytes leave room for, and the section's.
     * Sections with a name of their own ({@code .data.stats}) are named by it alone.
     */
    static String kernelName(String object, String section) {
        String file = object.substring(Math.max(object.lastIndexOf('/'), object.lastIndexOf('\\')) + 1);
        String stem = file.substring(0, Math.min(file.length(), MapSpec.NAME_LENGTH));
        int dot = stem.indexOf('.');
        if (dot >= 0) {
            stem = stem.substring(0, dot);
        }
        int suffix = Math.min(Math.max(7, section.length()), MapSpec.NAME_LENGTH);
        int prefix = section.indexOf('.', 1) >= 0 ? 0 : Math.min(MapSpec.NAME_LENGTH - suffix, stem.length());
        String name = stem.substring(0, prefix) + section.substring(0, Math.min(suffix, section.length()));
        return name.replaceAll("[^A-Za-z0-9_.]", "_");
    }
}
