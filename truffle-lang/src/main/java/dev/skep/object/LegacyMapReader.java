package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfType.Var;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.MapDefinition.Slot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Maps from before BTF: structs in a section {@code maps} (one after the other) or {@code maps/NAME} (one each). All
 * loaders agree on the first words; what follows depends on whose struct it is.
 *
 * <pre>
 *   all          type key_size value_size max_entries [flags]
 *   samples      … inner_map_idx numa_node                         24 or 28 bytes
 *   iproute2     … id pinning [inner_id inner_idx]                 36 bytes, 28 before it knew maps of maps
 *   gobpf        … pinning namespace[256]                          280 bytes
 *   Android      … owner, mode, versions, paths                    a section size_of_bpf_map_def says how long
 * </pre>
 *
 * <p>Where BTF knows the struct, its member names say which word is which.
 */
final class LegacyMapReader {
    private static final String SECTION = "maps";
    private static final int IPROUTE2_BYTES = 36;
    private static final int LEAST_BYTES = 16;

    private enum Word {
        TYPE,
        KEY_SIZE,
        VALUE_SIZE,
        MAX_ENTRIES,
        FLAGS,
        ID,
        PINNING,
        INNER_ID,
        /** Of a map in maps: its place in the outer ones. */
        PLACE,
        /** Of a map of maps: the place among the object's maps of what its inner ones look like. */
        INNER_INDEX,
        NUMA_NODE
    }

    private static final Map<String, Word> MEMBERS = Map.ofEntries(
            Map.entry("type", Word.TYPE),
            Map.entry("key_size", Word.KEY_SIZE),
            Map.entry("size_key", Word.KEY_SIZE),
            Map.entry("value_size", Word.VALUE_SIZE),
            Map.entry("size_value", Word.VALUE_SIZE),
            Map.entry("max_entries", Word.MAX_ENTRIES),
            Map.entry("max_elem", Word.MAX_ENTRIES),
            Map.entry("map_flags", Word.FLAGS),
            Map.entry("flags", Word.FLAGS),
            Map.entry("id", Word.ID),
            Map.entry("pinning", Word.PINNING),
            Map.entry("inner_id", Word.INNER_ID),
            Map.entry("inner_idx", Word.PLACE),
            Map.entry("inner_map_idx", Word.INNER_INDEX),
            Map.entry("numa_node", Word.NUMA_NODE));

    private static final List<Word> COMMON =
            List.of(Word.TYPE, Word.KEY_SIZE, Word.VALUE_SIZE, Word.MAX_ENTRIES, Word.FLAGS);

    /** A map and where its struct stands. */
    record Declared(MapDefinition map, ElfSection section, long offset, int id) {}

    private final String object;
    private final ElfFile elf;
    private final @Nullable Btf btf;

    LegacyMapReader(String object, ElfFile elf, @Nullable Btf btf) {
        this.object = object;
        this.elf = elf;
        this.btf = btf;
    }

    static boolean holdsMaps(ElfSection section) {
        return section.data()
                && (section.name().equals(SECTION) || section.name().startsWith(SECTION + "/"));
    }

    /** The maps of all such sections in the order of their places. */
    List<Declared> read() {
        List<Words> all = new ArrayList<>();
        for (ElfSection section : elf.sections()) {
            if (holdsMaps(section)) {
                all.addAll(words(section));
            }
        }
        List<Declared> maps = new ArrayList<>();
        for (Words words : all) {
            maps.add(new Declared(definition(words, all), words.section, words.symbol.value(), words.get(Word.ID)));
        }
        return maps;
    }

    /** The words of one definition. */
    private record Words(ElfSection section, ElfSymbol symbol, String name, Map<Word, Integer> values) {
        int get(Word word) {
            return values.getOrDefault(word, 0);
        }
    }

    private List<Words> words(ElfSection section) {
        Map<Long, ElfSymbol> symbols = new TreeMap<>(Comparator.naturalOrder());
        elf.symbols().stream()
                .filter(s -> s.section() == section.index() && !s.name().isEmpty())
                .filter(s -> s.isObject() || (s.isUntyped() && s.isGlobal()))
                .forEach(symbol -> symbols.putIfAbsent(symbol.value(), symbol));
        if (symbols.isEmpty()) {
            return List.of();
        }
        long definitionBytes = section.size() / symbols.size();
        ByteBuffer data = ByteBuffer.wrap(elf.content(section)).order(ByteOrder.LITTLE_ENDIAN);
        List<Words> all = new ArrayList<>();
        for (ElfSymbol symbol : symbols.values()) {
            String where = section.name() + "/" + symbol.name();
            long room = section.size() - symbol.value();
            if (symbol.value() < 0 || Math.min(room, definitionBytes) < LEAST_BYTES) {
                throw new MalformedObjectException(
                        object, where, "a definition of " + Math.min(room, definitionBytes) + " bytes", "at least 16");
            }
            boolean own = section.name().startsWith(SECTION + "/");
            String name = own ? section.name().substring(SECTION.length() + 1) : symbol.name();
            Map<Word, Integer> values = new HashMap<>();
            layout(symbol.name(), definitionBytes).forEach((word, offset) -> {
                if (offset + 4L <= Math.min(room, definitionBytes)) {
                    values.put(word, data.getInt((int) symbol.value() + offset));
                }
            });
            all.add(new Words(section, symbol, name, values));
        }
        return all;
    }

    /** Which word stands at which byte. */
    private Map<Word, Integer> layout(String variable, long definitionBytes) {
        Map<Word, Integer> named = namedLayout(variable);
        if (named.containsKey(Word.TYPE) && named.containsKey(Word.MAX_ENTRIES)) {
            return named;
        }
        List<Word> words = new ArrayList<>(COMMON);
        if (definitionBytes == IPROUTE2_BYTES) {
            words.addAll(List.of(Word.ID, Word.PINNING, Word.INNER_ID, Word.PLACE));
        } else if (definitionBytes == 24 || definitionBytes == 28) {
            words.addAll(List.of(Word.INNER_INDEX, Word.NUMA_NODE));
        }
        Map<Word, Integer> layout = new HashMap<>();
        for (Word word : words) {
            layout.put(word, 4 * layout.size());
        }
        // The same place means one or the other; neither loader looks at the other's.
        Integer shared = layout.get(Word.INNER_INDEX);
        if (shared != null) {
            layout.put(Word.ID, shared);
        }
        return layout;
    }

    private Map<Word, Integer> namedLayout(String variable) {
        Map<Word, Integer> layout = new HashMap<>();
        BtfType type = btf == null ? null : struct(btf, variable);
        if (type instanceof Struct struct) {
            for (Member member : struct.members()) {
                Word word = MEMBERS.get(member.name());
                if (word != null && member.bitOffset() % 8 == 0) {
                    layout.putIfAbsent(word, member.bitOffset() / 8);
                }
            }
        }
        return layout;
    }

    private static @Nullable BtfType struct(Btf types, String variable) {
        var id = types.find(variable, BtfKind.VAR);
        if (id.isEmpty() || !(types.type(id.getAsInt()) instanceof Var var)) {
            return null;
        }
        return types.type(types.resolve(var.type()));
    }

    private MapDefinition definition(Words words, List<Words> all) {
        MapSpec spec = spec(words);
        if (spec.type() == MapType.ARRAY_OF_MAPS || spec.type() == MapType.HASH_OF_MAPS) {
            spec = spec.withInner(inner(words, all));
        }
        return new MapDefinition(
                words.name,
                Origin.LEGACY,
                words.section.name(),
                words.get(Word.TYPE),
                spec,
                Contents.EMPTY,
                inOuter(words, all),
                words.get(Word.PINNING));
    }

    /** iproute2 puts a map with an id into each map of maps that names it, unless its place is -1. */
    private static List<Slot> inOuter(Words outer, List<Words> all) {
        int id = outer.get(Word.INNER_ID);
        if (id == 0) {
            return List.of();
        }
        return all.stream()
                .filter(inner -> inner.get(Word.ID) == id && inner.get(Word.INNER_ID) == 0)
                .filter(inner -> inner.get(Word.PLACE) != -1)
                .<Slot>map(inner -> new Slot.OfMap(inner.get(Word.PLACE), inner.name))
                .toList();
    }

    private MapSpec spec(Words words) {
        MapType known = MapType.of(words.get(Word.TYPE));
        MapSpec spec = MapSpec.of(
                        words.name,
                        known == null ? MapType.UNSPEC : known,
                        words.get(Word.KEY_SIZE),
                        words.get(Word.VALUE_SIZE),
                        words.get(Word.MAX_ENTRIES))
                .withFlags(words.get(Word.FLAGS))
                .withNumaNode(words.get(Word.NUMA_NODE));
        return btf == null ? spec : annotated(btf, words.name, spec);
    }

    /** {@code BPF_ANNOTATE_KV_PAIR} made a struct of key and value to say their types. */
    private static MapSpec annotated(Btf types, String map, MapSpec spec) {
        var id = types.find("____btf_map_" + map, BtfKind.STRUCT);
        if (id.isPresent()
                && types.type(id.getAsInt()) instanceof Struct struct
                && struct.members().size() == 2
                && types.sizeOf(struct.members().get(0).type()) == spec.keySize()
                && types.sizeOf(struct.members().get(1).type()) == spec.valueSize()) {
            return spec.withTypes(
                    types,
                    struct.members().get(0).type(),
                    struct.members().get(1).type());
        }
        return spec;
    }

    /** iproute2 names the inner map by its id, the samples by its place among the object's maps. */
    private @Nullable MapSpec inner(Words outer, List<Words> all) {
        if (outer.values.containsKey(Word.INNER_ID)) {
            return all.stream()
                    .filter(words -> !words.equals(outer) && words.get(Word.ID) == outer.get(Word.INNER_ID))
                    .filter(words -> words.get(Word.ID) != 0)
                    .map(this::spec)
                    .findFirst()
                    .orElse(null);
        }
        int index = outer.get(Word.INNER_INDEX);
        boolean known = outer.values.containsKey(Word.INNER_INDEX) && index >= 0 && index < all.size();
        return known && !all.get(index).equals(outer) ? spec(all.get(index)) : null;
    }
}
