package dev.skep.link.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.Flavor;
import dev.skep.object.CoreKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a kernel's type what a relocation names in the object's: fields by their names, wherever anonymous structs
 * put them. Counterpart: {@code bpf_core_spec_match}.
 */
final class SpecMatch {
    private final AccessSpec local;
    private final Btf target;
    private final Budget budget = new Budget();
    private final TypesCompatible compatible;

    SpecMatch(AccessSpec local, Btf target) {
        this.local = local;
        this.target = target;
        this.compatible = new TypesCompatible(local.btf, target, budget);
    }

    /**
     * The same way in the candidate type.
     *
     * @return null if the candidate does not have it
     */
    @Nullable
    AccessSpec in(int candidate) {
        AccessSpec found = new AccessSpec(target, candidate, local.kind);
        boolean matches;
        if (local.kind == CoreKind.TYPE_MATCHES) {
            matches = new TypesMatch(local.btf, target, budget).match(local.rootType, candidate);
        } else if (local.kind.ofTypes()) {
            matches = compatible.sameShape(local.rootType, candidate);
        } else if (local.kind.ofEnumerators()) {
            matches = enumerator(found, candidate);
        } else {
            matches = field(found, candidate);
        }
        return matches ? found : null;
    }

    private boolean enumerator(AccessSpec found, int candidate) {
        int id = target.resolve(candidate);
        if (!(target.type(id) instanceof Enumeration enumeration)) {
            return false;
        }
        String wanted =
                Flavor.essentialName(String.valueOf(local.accessors.getFirst().name()));
        List<BtfType.Enumerator> values = enumeration.values();
        for (int i = 0; i < values.size(); i++) {
            if (Flavor.essentialName(values.get(i).name()).equals(wanted)) {
                found.accessors.add(new Accessor(id, i, values.get(i).name()));
                found.raw.add(i);
                return true;
            }
        }
        return false;
    }

    private boolean field(AccessSpec found, int candidate) {
        int id = candidate;
        for (int i = 0; i < local.accessors.size(); i++) {
            Accessor step = local.accessors.get(i);
            id = target.resolve(id);
            if (step.name() != null) {
                Member member = member(found, step, id);
                if (member == null) {
                    return false;
                }
                id = member.type();
                continue;
            }
            if (i > 0) {
                if (!(target.type(id) instanceof Array array)
                        || (step.index() >= array.count() && !found.flexible(array))) {
                    return false;
                }
                id = target.resolve(array.element());
            }
            addStep(found, step.index());
            found.accessors.add(new Accessor(id, step.index(), null));
            found.bitOffset += step.index() * Sizes.of(target, id) * 8;
        }
        return true;
    }

    /**
     * The member of the same name, if it can be read as the object's; anonymous structs and unions are searched too.
     */
    private @Nullable Member member(AccessSpec found, Accessor wanted, int struct) {
        int id = target.resolve(struct);
        if (!(target.type(id) instanceof Composite composite)) {
            return null;
        }
        for (int i = 0; i < composite.members().size(); i++) {
            budget.step();
            Member candidate = composite.members().get(i);
            addStep(found, i);
            found.bitOffset += candidate.bitOffset();
            if (candidate.name().isEmpty()) {
                Member inside = member(found, wanted, candidate.type());
                if (inside != null) {
                    return inside;
                }
            } else if (candidate.name().equals(wanted.name())) {
                if (!compatible.fields(localType(wanted), candidate.type())) {
                    return null;
                }
                found.accessors.add(new Accessor(id, i, candidate.name()));
                return candidate;
            }
            found.bitOffset -= candidate.bitOffset();
            found.raw.removeLast();
        }
        return null;
    }

    private int localType(Accessor accessor) {
        if (local.btf.type(accessor.type()) instanceof Composite composite) {
            return composite.members().get(accessor.index()).type();
        }
        throw new IllegalStateException("member of type " + accessor.type() + ", which has none");
    }

    private static void addStep(AccessSpec found, int index) {
        if (found.raw.size() == AccessSpec.MAX_STEPS) {
            throw new UnresolvableException("structs nested too deep", "at most " + AccessSpec.MAX_STEPS + " levels");
        }
        found.raw.add(index);
    }
}
