package dev.skep.link.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Fwd;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfType.Union;
import dev.skep.btf.Flavor;

/**
 * Whether a kernel's type has all that an object's type has: members and enumerators by name, with types that match in
 * turn; behind a pointer the name is enough. Counterpart: {@code bpf_core_types_match}.
 */
final class TypesMatch {
    private static final int MAX_DEPTH = 32;

    private final Btf local;
    private final Btf target;
    private final Budget budget;

    TypesMatch(Btf local, Btf target, Budget budget) {
        this.local = local;
        this.target = target;
        this.budget = budget;
    }

    boolean match(int localId, int targetId) {
        return match(localId, targetId, Place.HERE, MAX_DEPTH);
    }

    /** Whether a pointer was followed on the way. */
    private enum Place {
        HERE,
        BEHIND_POINTER
    }

    private boolean match(int localStart, int targetStart, Place start, int level) {
        if (level <= 0) {
            throw tooDeep(localStart);
        }
        int localId = localStart;
        int targetId = targetStart;
        Place place = start;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            budget.step();
            BtfType ours = local.type(local.resolve(localId));
            BtfType theirs = target.type(target.resolve(targetId));
            if (!sameName(ours.name(), theirs.name())) {
                return false;
            }
            switch (ours) {
                case Ptr pointer
                when theirs instanceof Ptr other -> {
                    place = Place.BEHIND_POINTER;
                    localId = pointer.target();
                    targetId = other.target();
                }
                case Array array
                when theirs instanceof Array other && array.count() == other.count() -> {
                    localId = array.element();
                    targetId = other.element();
                }
                case FuncProto proto
                when theirs instanceof FuncProto other -> {
                    if (!arguments(proto, other, place, level)) {
                        return false;
                    }
                    localId = proto.returnType();
                    targetId = other.returnType();
                }
                case BtfType _ -> {
                    return leaf(ours, theirs, place, level);
                }
            }
        }
        throw tooDeep(localStart);
    }

    private boolean leaf(BtfType ours, BtfType theirs, Place place, int level) {
        return switch (ours) {
            case BtfType.VoidType _ -> theirs instanceof BtfType.VoidType;
            case Fwd forward -> forward(forward, theirs, place);
            case Enumeration enumeration -> theirs instanceof Enumeration other && enumerators(enumeration, other);
            case Composite composite
            when place == Place.BEHIND_POINTER ->
                composite.kind() == theirs.kind()
                        || (theirs instanceof Fwd other && other.union() == composite instanceof Union);
            case Composite composite ->
                composite.kind() == theirs.kind()
                        && theirs instanceof Composite other
                        && members(composite, other, level);
            case Int number ->
                theirs instanceof Int other
                        && number.sizeBytes() == other.sizeBytes()
                        && number.signed() == other.signed();
            case BtfType _ -> false;
        };
    }

    private static boolean forward(Fwd ours, BtfType theirs, Place place) {
        return switch (theirs) {
            case Fwd other -> ours.union() == other.union();
            case Struct _ -> place == Place.BEHIND_POINTER && !ours.union();
            case Union _ -> place == Place.BEHIND_POINTER && ours.union();
            case BtfType _ -> false;
        };
    }

    private static boolean sameName(String ours, String theirs) {
        return Flavor.essentialName(ours).equals(Flavor.essentialName(theirs));
    }

    private boolean enumerators(Enumeration ours, Enumeration theirs) {
        if (ours.sizeBytes() != theirs.sizeBytes()
                || ours.values().size() > theirs.values().size()) {
            return false;
        }
        return ours.values().stream()
                .allMatch(value -> theirs.values().stream().anyMatch(other -> {
                    budget.step();
                    return sameName(value.name(), other.name());
                }));
    }

    private boolean members(Composite ours, Composite theirs, int level) {
        if (ours.members().size() > theirs.members().size()) {
            return false;
        }
        for (Member member : ours.members()) {
            if (!hasMember(theirs, member, level)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasMember(Composite theirs, Member member, int level) {
        for (Member other : theirs.members()) {
            budget.step();
            if (sameName(member.name(), other.name()) && match(member.type(), other.type(), Place.HERE, level - 1)) {
                return true;
            }
        }
        return false;
    }

    private boolean arguments(FuncProto ours, FuncProto theirs, Place place, int level) {
        if (ours.params().size() != theirs.params().size()) {
            return false;
        }
        for (int i = 0; i < ours.params().size(); i++) {
            if (!match(ours.params().get(i).type(), theirs.params().get(i).type(), place, level - 1)) {
                return false;
            }
        }
        return true;
    }

    private static UnresolvableException tooDeep(int type) {
        return new UnresolvableException("type " + type + ", which nests too deep", "at most " + MAX_DEPTH + " levels");
    }
}
