package dev.skep.btf;

import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.DeclTag;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * A part of a BTF that stands on its own: chosen types, and all that they refer to, through pointers too. Tags come
 * with what they tag, and a section comes with those of its variables that are kept. Counterpart: what {@code bpftool
 * gen min_core_btf} makes, which cuts deeper.
 */
public final class BtfSubset {
    /** What a dropped type becomes where the others keep their ids: the smallest type that refers to nothing. */
    private static final BtfType FILLER = new BtfType.Ptr(0);

    private final Btf source;
    private final BitSet kept = new BitSet();

    /** What happens to the ids of the types that are kept. */
    public enum Ids {
        /** They are numbered from 1, in the order of the source. */
        RENUMBERED,

        /**
         * They stay, so that ids in instructions, logs and recordings of that kernel still hold; each type dropped
         * before the last one kept becomes a {@code void *} of 12 bytes.
         */
        UNCHANGED
    }

    /** A subset of {@code source} that is empty so far. */
    public BtfSubset(Btf source) {
        this.source = source;
    }

    /** Adds a type and all that it refers to. */
    public BtfSubset add(int root) {
        BitSet pending = new BitSet();
        keep(root, pending);
        drain(pending);
        return this;
    }

    private void keep(int id, BitSet pending) {
        if (id != 0 && !kept.get(id)) {
            kept.set(id);
            pending.set(id);
        }
    }

    private void drain(BitSet pending) {
        for (int id = pending.nextSetBit(0); id >= 0; id = pending.nextSetBit(0)) {
            pending.clear(id);
            TypeReferences.visit(source.type(id), target -> keep(target, pending));
        }
    }

    /** The subset as BTF, in the byte order of the source. */
    public Btf build(Ids ids) {
        addTags();
        List<BtfType> types = new ArrayList<>();
        Map<Integer, BtfType> sections = sections();
        switch (ids) {
            case UNCHANGED -> {
                for (int id = 1; id < kept.length(); id++) {
                    types.add(kept.get(id) ? type(id, sections) : FILLER);
                }
            }
            case RENUMBERED -> {
                int[] renumbered = new int[source.typeCount()];
                int next = 1;
                for (int id = kept.nextSetBit(1); id >= 0; id = kept.nextSetBit(id + 1)) {
                    renumbered[id] = next++;
                }
                IntUnaryOperator mapping = id -> renumbered[id];
                for (int id = kept.nextSetBit(1); id >= 0; id = kept.nextSetBit(id + 1)) {
                    types.add(TypeReferences.mapped(type(id, sections), mapping));
                }
            }
        }
        return BtfReader.read(BtfWriter.write(types, source.order()));
    }

    private BtfType type(int id, Map<Integer, BtfType> sections) {
        return sections.getOrDefault(id, source.type(id));
    }

    private void addTags() {
        for (int id = 1; id < source.typeCount(); id++) {
            if (source.kind(id) == BtfKind.DECL_TAG
                    && source.type(id) instanceof DeclTag tag
                    && kept.get(tag.target())) {
                kept.set(id);
            }
        }
    }

    /** Sections of which a variable is kept, without the others, at their ids. */
    private Map<Integer, BtfType> sections() {
        Map<Integer, BtfType> sections = new HashMap<>();
        for (int id = 1; id < source.typeCount(); id++) {
            if (source.kind(id) == BtfKind.DATASEC && source.type(id) instanceof Datasec section) {
                List<BtfType.Variable> variables = section.variables().stream()
                        .filter(variable -> kept.get(variable.type()))
                        .toList();
                if (!variables.isEmpty()) {
                    kept.set(id);
                    sections.put(id, new Datasec(section.name(), section.sizeBytes(), variables));
                }
            }
        }
        return sections;
    }
}
