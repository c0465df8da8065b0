package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.object.MapDefinition.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Maps declared by BTF in {@code .maps}: structs whose members exist for their types only.
 *
 * <pre>
 *   __uint(max_entries, 256)     int (*max_entries)[256]          a number is the length of an array
 *   __type(key, struct flow)     struct flow *key                 a type is what a pointer leads to
 *   __array(values, struct m)    struct m *values[]               the shape of inner maps, or of programs
 *   __ulong(map_extra, 1 << 40)  enum { ... = 1 << 40 } map_extra
 * </pre>
 */
final class BtfMapReader {
    static final String SECTION = ".maps";
    private static final int PAGE_BYTES = 4096;

    /** A declared map and where its struct stands in the section. */
    record Declared(MapDefinition map, int offset, int sizeBytes, int valuesOffset) {}

    private final String object;
    private final Btf btf;

    BtfMapReader(String object, Btf btf) {
        this.object = object;
        this.btf = btf;
    }

    /** The maps in the order of their places. */
    List<Declared> read(long sectionBytes) {
        OptionalInt id = btf.find(SECTION, BtfKind.DATASEC);
        if (id.isEmpty() || !(btf.type(id.getAsInt()) instanceof Datasec section)) {
            throw malformed(SECTION, "no DATASEC of this name in .BTF", "one that lists its maps");
        }
        List<Declared> maps = new ArrayList<>();
        for (Variable variable : section.variables()) {
            maps.add(map(variable, sectionBytes));
        }
        return maps;
    }

    private Declared map(Variable variable, long sectionBytes) {
        String name = btf.name(variable.type());
        String where = SECTION + "/" + name;
        if (name.isEmpty() || !(btf.type(variable.type()) instanceof Var var)) {
            throw malformed(where, btf.kind(variable.type()).label() + " '" + name + "'", "a VAR with a name");
        }
        if (variable.offset() + (long) variable.sizeBytes() > sectionBytes) {
            throw malformed(
                    where,
                    "it at byte " + variable.offset() + " with " + variable.sizeBytes() + " bytes",
                    "it inside of the section's " + sectionBytes);
        }
        int resolved = btf.resolve(var.type());
        if (!(btf.type(resolved) instanceof Struct struct)) {
            throw malformed(where, "definition of kind " + btf.kind(resolved).label(), "STRUCT");
        }
        Draft draft = new Draft(where);
        draft.read(struct);
        int values =
                struct.members().isEmpty() || !struct.members().getLast().name().equals("values")
                        ? -1
                        : struct.members().getLast().bitOffset() / 8;
        MapDefinition definition = new MapDefinition(
                name, Origin.BTF, SECTION, draft.type, draft.spec(name), Contents.EMPTY, List.of(), draft.pinning);
        return new Declared(definition, variable.offset(), variable.sizeBytes(), values);
    }

    /** A definition while its members are read. */
    private final class Draft {
        private final String where;
        private int type;
        private long keySize = -1;
        private long valueSize = -1;
        private int maxEntries;
        private int flags;
        private long extra;
        private int numaNode;
        private int pinning;
        private int keyType;
        private int valueType;
        private @Nullable Draft inner;

        Draft(String where) {
            this.where = where;
        }

        void read(Struct struct) {
            for (Member member : struct.members()) {
                switch (member.name()) {
                    case "type" -> type = number(member);
                    case "max_entries" -> maxEntries = number(member);
                    case "map_flags" -> flags = number(member);
                    case "numa_node" -> numaNode = number(member);
                    case "pinning" -> pinning = number(member);
                    case "map_extra" -> extra = longNumber(member);
                    case "key_size" -> keySize = agree(member, keySize, Integer.toUnsignedLong(number(member)));
                    case "value_size" -> valueSize = agree(member, valueSize, Integer.toUnsignedLong(number(member)));
                    case "key" -> {
                        keyType = target(member);
                        keySize = agree(member, keySize, btf.sizeOf(keyType));
                    }
                    case "value" -> {
                        valueType = target(member);
                        valueSize = agree(member, valueSize, btf.sizeOf(valueType));
                    }
                    case "values" -> values(member);
                    default -> {
                        // Loaders other than libbpf have fields of their own.
                    }
                }
            }
            if (type == 0) {
                throw malformed(where, "no type", "a member 'type'");
            }
        }

        private void values(Member member) {
            valueSize = agree(member, valueSize, 4);
            if (!(btf.type(btf.resolve(member.type())) instanceof Array array)
                    || !(btf.type(btf.resolve(array.element())) instanceof Ptr pointer)) {
                throw malformed(where + ".values", "something else", "an array of pointers");
            }
            BtfType shape = btf.type(btf.resolve(pointer.target()));
            if (type == MapType.PROG_ARRAY.id()) {
                return;
            }
            if (!(shape instanceof Struct struct)) {
                throw malformed(
                        where + ".values", "values of kind " + shape.kind().label(), "STRUCT");
            }
            if (where.endsWith(".inner")) {
                throw malformed(where + ".values", "maps in maps in maps", "one level");
            }
            Draft draft = new Draft(where + ".inner");
            draft.read(struct);
            inner = draft;
        }

        private int number(Member member) {
            if (btf.type(btf.resolve(member.type())) instanceof Ptr pointer
                    && btf.type(btf.resolve(pointer.target())) instanceof Array array) {
                return (int) array.count();
            }
            throw malformed(
                    where + "." + member.name(),
                    btf.kind(btf.resolve(member.type())).label(),
                    "a pointer to an array, as __uint makes it");
        }

        private long longNumber(Member member) {
            if (btf.type(btf.resolve(member.type())) instanceof Enumeration enumeration
                    && enumeration.values().size() == 1) {
                return enumeration.values().getFirst().value();
            }
            return Integer.toUnsignedLong(number(member));
        }

        private int target(Member member) {
            if (btf.type(btf.resolve(member.type())) instanceof Ptr pointer) {
                return pointer.target();
            }
            throw malformed(
                    where + "." + member.name(),
                    btf.kind(btf.resolve(member.type())).label(),
                    "a pointer, as __type makes it");
        }

        private long agree(Member member, long before, long now) {
            if (now > Integer.MAX_VALUE) {
                throw malformed(where + "." + member.name(), now + " bytes", "at most " + Integer.MAX_VALUE);
            }
            if (before > 0 && before != now) {
                throw malformed(where + "." + member.name(), now + " bytes", before + " as said before");
            }
            return now;
        }

        MapSpec spec(String name) {
            MapType known = MapType.of(type);
            MapType mapType = known == null ? MapType.UNSPEC : known;
            boolean ring = mapType == MapType.RINGBUF || mapType == MapType.USER_RINGBUF;
            int entries = ring ? ringBytes(maxEntries) : maxEntries;
            return MapSpec.of(name, mapType, (int) Math.max(0, keySize), (int) Math.max(0, valueSize), entries)
                    .withFlags(flags)
                    .withExtra(extra)
                    .withNumaNode(numaNode)
                    .withTypes(btf, keyType, valueType)
                    .withInner(inner == null ? null : inner.spec(name + ".inner"));
        }
    }

    /** Ring buffers have a power of two of pages: libbpf rounds up what the source says. */
    private static int ringBytes(int asked) {
        long bytes = Integer.toUnsignedLong(asked);
        if (bytes == 0 || (bytes % PAGE_BYTES == 0 && Long.bitCount(bytes) == 1)) {
            return asked;
        }
        long rounded = PAGE_BYTES;
        while (rounded <= bytes) {
            rounded *= 2;
        }
        return rounded > 0xffff_ffffL ? asked : (int) rounded;
    }

    private MalformedObjectException malformed(String where, String found, String expected) {
        return new MalformedObjectException(object, where, found, expected);
    }
}
