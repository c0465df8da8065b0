package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.FieldKind;
import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.SpecialFields;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.SpecialField.Kind;
import dev.skep.verifier.state.StructType;
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
        long value = hasValue ? map.directValue(0) : 0;
        byte[] contents = hasValue
                        && map.spec().has(MapFlags.RDONLY_PROG)
                        && map.syscall().isFrozen()
                ? map.kernel().memory().bytes(value, map.spec().valueSize())
                : null;
        return of(map.spec(), map.specialFields(), contents, map.address(), value);
    }

    /** A view of a map that is not there. */
    static MapView of(MapSpec spec, long address) {
        return of(spec, SpecialFields.NONE, null, address, 0);
    }

    private static MapView of(
            MapSpec spec, SpecialFields fields, byte @Nullable [] contents, long address, long valueAddress) {
        MapSpec inner = spec.inner();
        return new MapView(
                spec.name(),
                spec.type(),
                spec.keySize(),
                spec.valueSize(),
                spec.maxEntries(),
                spec.flags(),
                spec.btf() != null,
                fields.list().stream().map(field -> field(field, spec.btf())).toList(),
                inner == null ? null : of(inner.withName(""), 0),
                contents,
                address,
                valueAddress);
    }

    private static SpecialField field(dev.skep.kernel.map.SpecialField field, @Nullable Btf btf) {
        StructType target = field.pointee() == 0 || btf == null
                ? null
                : new StructType(
                        field.kind() == FieldKind.LIST_HEAD || field.kind() == FieldKind.RB_ROOT
                                ? StructType.Origin.PROGRAM
                                : StructType.Origin.KERNEL,
                        btf,
                        field.pointee(),
                        btf.name(field.pointee()));
        return new SpecialField(
                kind(field.kind()), field.offset(), field.kind().sizeBytes(), target, field.nodeOffset());
    }

    private static Kind kind(FieldKind kind) {
        return switch (kind) {
            case SPIN_LOCK -> Kind.SPIN_LOCK;
            case RES_SPIN_LOCK -> Kind.RES_SPIN_LOCK;
            case TIMER -> Kind.TIMER;
            case WORKQUEUE -> Kind.WORKQUEUE;
            case TASK_WORK -> Kind.TASK_WORK;
            case LIST_HEAD -> Kind.LIST_HEAD;
            case LIST_NODE -> Kind.LIST_NODE;
            case RB_ROOT -> Kind.RB_ROOT;
            case RB_NODE -> Kind.RB_NODE;
            case REFCOUNT -> Kind.REFCOUNT;
            case KPTR_UNREFERENCED -> Kind.KPTR_UNREF;
            case KPTR_REFERENCED -> Kind.KPTR_REF;
            case KPTR_PER_CPU -> Kind.KPTR_PERCPU;
            case UPTR -> Kind.UPTR;
        };
    }
}
