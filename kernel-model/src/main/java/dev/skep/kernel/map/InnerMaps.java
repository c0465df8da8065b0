package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EBADF;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;

import dev.skep.kernel.Errno;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which maps may be put into a map of maps: those that look like its template. Counterparts:
 * {@code bpf_map_meta_alloc}, {@code bpf_map_meta_equal} in {@code kernel/bpf/map_in_map.c}.
 *
 * @param template what all inner maps look like
 * @param fields the special fields in their values
 */
record InnerMaps(MapTable maps, MapSpec template, SpecialFields fields) {
    /** Maps of these types are never inner maps; those of maps for a reason of their own. */
    private static final Set<MapType> NEVER = Set.copyOf(EnumSet.of(
            MapType.PROG_ARRAY,
            MapType.CGROUP_ARRAY,
            MapType.CGROUP_STORAGE,
            MapType.PERCPU_CGROUP_STORAGE,
            MapType.STRUCT_OPS));

    private static final Set<MapType> MAPS_OF_MAPS =
            Set.copyOf(EnumSet.of(MapType.ARRAY_OF_MAPS, MapType.HASH_OF_MAPS));

    static InnerMaps of(MapCreation creation) {
        MapSpec inner = creation.spec().inner();
        creation.require(inner != null, EBADF, "no inner map");
        MapSpec template = Objects.requireNonNull(inner);
        creation.require(!MAPS_OF_MAPS.contains(template.type()), EINVAL, "maps of maps of maps");
        creation.require(!NEVER.contains(template.type()), ENOTSUPP, template.type() + " as inner map");
        SpecialFields fields = BtfCheck.check(creation.with(template)).fields();
        return new InnerMaps(creation.kernel().maps(), effective(creation, template), fields);
    }

    /** The template as the kernel would have created it. */
    private static MapSpec effective(MapCreation creation, MapSpec template) {
        return switch (template.type()) {
            case DEVMAP, DEVMAP_HASH -> template.withFlags(template.flags() | MapFlags.RDONLY_PROG);
            case LRU_HASH, LRU_PERCPU_HASH ->
                LruRules.roundEntries(creation.with(template)).spec();
            default -> template;
        };
    }

    /** The map that user space means by a descriptor, or {@code null} with the reason in {@link #refusal}. */
    @Nullable
    BpfMap find(int descriptor) {
        BpfMap map = maps.byId(descriptor);
        return map != null && fits(map) ? map : null;
    }

    /** Why {@link #find} found nothing. */
    Errno refusal(int descriptor) {
        return maps.byId(descriptor) == null ? EBADF : EINVAL;
    }

    private boolean fits(BpfMap map) {
        MapSpec spec = map.spec();
        return spec.type() == template.type()
                && spec.keySize() == template.keySize()
                && spec.valueSize() == template.valueSize()
                && spec.flags() == template.flags()
                && map.specialFields().equals(fields)
                && (!sizeMatters() || spec.maxEntries() == template.maxEntries());
    }

    private boolean sizeMatters() {
        return switch (template.type()) {
            case ARRAY, PERCPU_ARRAY -> !template.has(MapFlags.INNER_MAP);
            case XSKMAP -> true;
            default -> false;
        };
    }
}
