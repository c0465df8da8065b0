package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.Flavor;
import dev.skep.btf.StructLayout;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.object.MapDefinition;
import dev.skep.object.ObjectSpec;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A struct of functions of an object beside the kernel's of the same name: members are found by their names, since an
 * object need not have all of them. Counterparts: {@code bpf_map__init_kern_struct_ops},
 * {@code bpf_object__collect_st_ops_relos}.
 */
final class StructOpsShape {
    private static final String VALUE_PREFIX = "bpf_struct_ops_";

    private final String object;
    private final MapDefinition definition;
    private final Btf own;
    private final StructLayout ownLayout;
    private final String struct;

    private StructOpsShape(ObjectSpec object, MapDefinition definition) {
        this.object = object.name();
        this.definition = definition;
        this.own = Objects.requireNonNull(object.btf(), "structs of functions have types");
        this.ownLayout = StructLayout.of(own, definition.spec().valueTypeId());
        this.struct = Flavor.essentialName(ownLayout.type().name());
    }

    static StructOpsShape of(ObjectSpec object, MapDefinition definition) {
        return new StructOpsShape(object, definition);
    }

    /** What a program implements: {@code tcp_congestion_ops/ssthresh}; empty if no struct of the object names it. */
    static Optional<String> target(ObjectSpec object, String program) {
        for (MapDefinition map : object.maps()) {
            if (map.origin() == MapDefinition.Origin.STRUCT_OPS) {
                StructOpsShape shape = of(object, map);
                for (MapDefinition.Slot slot : map.slots()) {
                    if (slot instanceof MapDefinition.Slot.OfProgram(int offset, String name) && name.equals(program)) {
                        return Optional.of(shape.struct + "/" + shape.member(offset));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The member at an offset of the object's struct.
     *
     * @throws RelocationException if there is none
     */
    String member(int offset) {
        for (StructLayout.Field field : ownLayout.fields()) {
            if (field.offset() == offset && own.type(own.resolve(field.type())) instanceof BtfType.Ptr) {
                return field.name();
            }
        }
        throw refused("a program at offset " + offset, "a member that points to a function");
    }

    private RelocationException refused(String found, String expected) {
        return new RelocationException(
                object, definition.section() + "/" + definition.name() + " (struct " + struct + ")", found, expected);
    }

    /**
     * What the kernel is asked for.
     *
     * @throws RelocationException if the kernel has no such struct
     */
    MapSpec forKernel(Btf kernel) {
        return MapSpec.of(
                definition.name(),
                MapType.STRUCT_OPS,
                Integer.BYTES,
                kernelLayout(kernel, VALUE_PREFIX + struct).sizeBytes(),
                1);
    }

    private StructLayout kernelLayout(Btf kernel, String name) {
        OptionalInt id = kernel.find(name, BtfKind.STRUCT);
        if (id.isEmpty()) {
            throw refused("no struct " + name + " among the kernel's types", "one that programs may implement");
        }
        return StructLayout.of(kernel, id.getAsInt());
    }

    /**
     * Fills the kernel's struct with what the object's has in it, except for the functions.
     *
     * @throws RelocationException if a member has another size than the kernel's, or one that the kernel does not have
     *     is not zero
     */
    void define(StructOpsMap map, Btf kernel) {
        StructLayout layout = kernelLayout(kernel, struct);
        long data = kernelLayout(kernel, VALUE_PREFIX + struct).field("data").offset();
        byte[] from = definition.contents().toBytes(definition.spec().valueSize());
        byte[] to = new byte[layout.sizeBytes()];
        for (StructLayout.Field field : ownLayout.fields()) {
            int size = (int) own.sizeOf(field.type());
            Optional<StructLayout.Field> there = layout.find(field.name());
            if (there.isEmpty()) {
                requireZero(field, from, size);
            } else if (kernel.sizeOf(there.get().type()) != size) {
                throw refused(
                        "member " + field.name() + " with " + size + " bytes",
                        kernel.sizeOf(there.get().type()) + " as the kernel has");
            } else if (!(own.type(own.resolve(field.type())) instanceof BtfType.Ptr)) {
                System.arraycopy(
                        from, (int) field.offset(), to, (int) there.get().offset(), size);
            }
        }
        map.define(struct, data, to);
    }

    private void requireZero(StructLayout.Field field, byte[] from, int size) {
        for (int i = 0; i < size; i++) {
            if (from[(int) field.offset() + i] != 0) {
                throw refused("member " + field.name() + ", which the kernel's struct does not have", "it to be zero");
            }
        }
    }
}
