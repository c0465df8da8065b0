package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.SpecialFieldFinder;
import dev.skep.kernel.map.SpecialFields;
import dev.skep.verifier.explore.ObjectFields;
import dev.skep.verifier.state.MapView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps as the verifier sees them. */
final class MapViews {
    private MapViews() {}

    /** One view for each map, in their order. */
    static List<MapView> of(List<BpfMap> maps) {
        List<MapView> views = new ArrayList<>();
        for (BpfMap map : maps) {
            int same = maps.indexOf(map);
            views.add(same < views.size() ? views.get(same) : of(map));
        }
        return views;
    }

    private static MapView of(BpfMap map) {
        boolean hasValue = map.type() == MapType.ARRAY && map.spec().maxEntries() == 1;
        long value = hasValue ? map.directValue(0) : userAddress(map.spec());
        byte[] contents = hasValue
                        && map.spec().has(MapFlags.RDONLY_PROG)
                        && map.syscall().isFrozen()
                ? map.kernel().memory().bytes(value, map.spec().valueSize())
                : null;
        return of(map.spec(), map.specialFields(), contents, map.address(), value);
    }

    /** A view of a map that is not there. */
    static MapView of(MapSpec spec, long address) {
        return of(spec, fields(spec), null, address, userAddress(spec));
    }

    /** Of an arena: where user space sees it; 0 when nobody has said so. */
    private static long userAddress(MapSpec spec) {
        return spec.type() == MapType.ARENA ? spec.extra() : 0;
    }

    /** What maps in a map look like: none of them in particular, so that it has no name. */
    private static MapView template(MapSpec inner) {
        return of(inner.withName(""), fields(inner), null, 0, 0);
    }

    private static SpecialFields fields(MapSpec spec) {
        Btf btf = spec.btf();
        if (btf == null || spec.valueTypeId() == 0) {
            return SpecialFields.NONE;
        }
        try {
            return SpecialFieldFinder.find(btf, spec.valueTypeId(), SpecialFieldFinder.IN_MAP_VALUES, spec.valueSize());
        } catch (KernelException unusable) {
            // Creating such a map fails, with or without the verifier.
            return SpecialFields.NONE;
        }
    }

    private static MapView of(
            MapSpec spec, SpecialFields fields, byte @Nullable [] contents, long address, long valueAddress) {
        boolean holdsMaps = spec.type() == MapType.ARRAY_OF_MAPS || spec.type() == MapType.HASH_OF_MAPS;
        MapSpec inner = holdsMaps ? spec.inner() : null;
        return new MapView(
                spec.name(),
                spec.type(),
                spec.keySize(),
                spec.valueSize(),
                spec.maxEntries(),
                spec.flags(),
                spec.btf() != null,
                fields.list().stream()
                        .map(field -> ObjectFields.view(field, spec.btf()))
                        .toList(),
                inner == null ? null : template(inner),
                contents,
                address,
                valueAddress);
    }
}
