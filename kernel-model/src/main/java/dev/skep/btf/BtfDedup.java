package dev.skep.btf;

import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Fwd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes types that are there twice, as they are when the BTF of several objects is put together: of equal types the
 * first stays, forward declarations become what they declare, and everything that referred to the others refers to
 * these. Counterpart: {@code btf__dedup}.
 *
 * <p>Four passes: types that refer to nothing; structs and unions with everything below them; forward declarations that
 * no struct led to; the rest, from the bottom up.
 */
public final class BtfDedup {
    private final Btf btf;
    private final CanonicalTypes canonical;
    private final GraphEquivalence graphs;
    private final Map<BtfType, Integer> plain = new HashMap<>();
    private final Map<String, List<Integer>> enumerations = new HashMap<>();
    private final Map<String, List<Integer>> composites = new HashMap<>();

    private BtfDedup(Btf btf) {
        this.btf = btf;
        this.canonical = new CanonicalTypes(btf);
        this.graphs = new GraphEquivalence(btf, canonical);
    }

    /**
     * The same types, each once.
     *
     * @throws MalformedBtfException if types refer to each other in a circle that no struct is part of
     */
    public static Btf of(Btf btf) {
        return new BtfDedup(btf).run();
    }

    /** The types of the first, then those of the others, in one BTF of the first's byte order. */
    public static Btf joined(List<Btf> parts) {
        List<BtfType> types = new ArrayList<>();
        for (Btf part : parts) {
            int before = types.size();
            for (int id = 1; id < part.typeCount(); id++) {
                types.add(TypeReferences.mapped(part.type(id), target -> target == 0 ? 0 : target + before));
            }
        }
        return BtfReader.read(BtfWriter.write(types, parts.getFirst().order()));
    }

    private Btf run() {
        for (int id = 1; id < btf.typeCount(); id++) {
            leaf(id);
        }
        for (int id = 1; id < btf.typeCount(); id++) {
            if (!canonical.known(id) && btf.type(id) instanceof Composite composite) {
                composite(id, composite);
            }
        }
        declared();
        for (int id = 1; id < btf.typeCount(); id++) {
            reference(id);
        }
        return compacted();
    }

    private void leaf(int id) {
        switch (btf.type(id)) {
            case Enumeration enumeration -> enumeration(id, enumeration);
            case BtfType.Int type -> first(id, type);
            case BtfType.FloatType type -> first(id, type);
            case Fwd type -> first(id, type);
            case BtfType.Var _, BtfType.Datasec _ -> canonical.set(id, id);
            case BtfType _ -> {}
        }
    }

    private void first(int id, BtfType type) {
        Integer known = plain.putIfAbsent(type, id);
        canonical.set(id, known == null ? id : known);
    }

    private void enumeration(int id, Enumeration type) {
        List<Integer> known = enumerations.computeIfAbsent(type.name(), _ -> new ArrayList<>());
        for (int other : known.reversed()) {
            Enumeration standing = (Enumeration) btf.type(other);
            boolean equal = standing.equals(type);
            if (equal
                    || (GraphEquivalence.compatible(type, standing)
                            && type.values().isEmpty())) {
                canonical.set(id, other);
                return;
            }
            if (GraphEquivalence.compatible(type, standing)) {
                canonical.set(other, id);
            }
        }
        canonical.set(id, id);
        known.add(id);
    }

    private void composite(int id, Composite type) {
        List<Integer> known = composites.computeIfAbsent(type.name(), _ -> new ArrayList<>());
        for (int other : known.reversed()) {
            if (GraphEquivalence.alike(type, (Composite) btf.type(other)) && graphs.equivalent(id, other)) {
                learn();
                canonical.set(id, other);
                return;
            }
        }
        canonical.set(id, id);
        known.add(id);
    }

    /** What two equal graphs say of the types in them. */
    private void learn() {
        for (int standing : graphs.walked()) {
            int theirs = canonical.resolve(standing);
            int ours = canonical.resolve(graphs.counterpart(standing));
            boolean theirsDeclared = btf.kind(theirs) == BtfKind.FWD;
            boolean oursDeclared = btf.kind(ours) == BtfKind.FWD;
            if (theirsDeclared && !oursDeclared) {
                canonical.set(theirs, ours);
            } else if (oursDeclared && !theirsDeclared) {
                canonical.set(ours, theirs);
            } else if (btf.type(ours) instanceof Composite
                    && !theirsDeclared
                    && canonical.known(theirs)
                    && !canonical.known(ours)) {
                canonical.set(ours, theirs);
            }
        }
    }

    /** Forward declarations become the struct or union of their name, if there is only one. */
    private void declared() {
        Map<String, Integer> unique = new HashMap<>();
        Set<String> several = new HashSet<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (canonical.isCanonical(id)
                    && btf.type(id) instanceof Composite composite
                    && unique.putIfAbsent(composite.name(), id) != null) {
                several.add(composite.name());
            }
        }
        for (int id = 1; id < btf.typeCount(); id++) {
            if (canonical.isCanonical(id) && btf.type(id) instanceof Fwd forward && !several.contains(forward.name())) {
                Integer definition = unique.get(forward.name());
                if (definition != null && btf.kind(definition) == (forward.union() ? BtfKind.UNION : BtfKind.STRUCT)) {
                    canonical.set(id, definition);
                }
            }
        }
    }

    /** A type follows those that it refers to; deep ones must not need a deep stack. */
    private void reference(int start) {
        Deque<Integer> path = new ArrayDeque<>();
        Set<Integer> open = new HashSet<>();
        path.push(start);
        while (!path.isEmpty()) {
            int id = path.peek();
            if (canonical.known(id)) {
                path.pop();
                continue;
            }
            open.add(id);
            int before = path.size();
            TypeReferences.visit(btf.type(id), target -> {
                if (!canonical.known(target)) {
                    if (open.contains(target)) {
                        throw new MalformedBtfException(
                                "type " + target + " refers to itself, expected a struct on the way");
                    }
                    path.push(target);
                }
            });
            if (path.size() == before) {
                path.pop();
                open.remove(id);
                first(id, TypeReferences.mapped(btf.type(id), canonical::resolve));
            }
        }
    }

    private Btf compacted() {
        int[] numbers = new int[btf.typeCount()];
        int next = 1;
        for (int id = 1; id < btf.typeCount(); id++) {
            if (canonical.isCanonical(id)) {
                numbers[id] = next++;
            }
        }
        List<BtfType> types = new ArrayList<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (canonical.isCanonical(id)) {
                types.add(TypeReferences.mapped(btf.type(id), target -> numbers[canonical.resolve(target)]));
            }
        }
        return BtfReader.read(BtfWriter.write(types, btf.order()));
    }
}
