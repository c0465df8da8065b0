package dev.skep.btf;

import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Fwd;
import dev.skep.btf.BtfType.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether two types are the same with all that they refer to, round every cycle: a guess which type of the one graph is
 * which of the other grows while both are walked, and the first contradiction ends it. Counterpart:
 * {@code btf_dedup_is_equiv} with its hypothetical map.
 */
final class GraphEquivalence {
    /** No kernel needs a tenth of it; types made to be compared with each other for ever do. */
    private static final long MAX_STEPS = 1L << 26;

    private static final int MAX_NESTING = 32;

    private final Btf btf;
    private final CanonicalTypes canonical;
    private final Map<Integer, Integer> guess = new HashMap<>();
    private final List<Integer> order = new ArrayList<>();
    private final Deque<int[]> pending = new ArrayDeque<>();
    private long steps;

    GraphEquivalence(Btf btf, CanonicalTypes canonical) {
        this.btf = btf;
        this.canonical = canonical;
    }

    /** @throws MalformedBtfException if comparing does not come to an end */
    boolean equivalent(int candidate, int standing) {
        guess.clear();
        order.clear();
        pending.clear();
        pending.push(new int[] {candidate, standing});
        while (!pending.isEmpty()) {
            int[] pair = pending.pop();
            if (!same(pair[0], pair[1])) {
                return false;
            }
        }
        return true;
    }

    /** The types that the last comparison walked, of the graph that stands already. */
    List<Integer> walked() {
        return order;
    }

    /** What the last comparison found a type of {@link #walked()} to be in the other graph. */
    int counterpart(int standing) {
        return guess.getOrDefault(standing, 0);
    }

    private void step() {
        if (++steps > MAX_STEPS) {
            throw new MalformedBtfException("types that cannot be told apart in " + MAX_STEPS + " steps");
        }
    }

    private boolean same(int candidate, int standingOrForward) {
        step();
        if (canonical.resolve(candidate) == canonical.resolve(standingOrForward)) {
            return true;
        }
        int standing = canonical.resolveForward(standingOrForward);
        Integer known = guess.get(standing);
        if (known != null) {
            return known == candidate || identical(known, candidate, 0);
        }
        guess.put(standing, candidate);
        order.add(standing);
        BtfType ours = btf.type(candidate);
        BtfType theirs = btf.type(standing);
        if (!ours.name().equals(theirs.name())) {
            return false;
        }
        if (ours instanceof Fwd forward && !(theirs instanceof Fwd)) {
            return declares(forward, theirs);
        }
        if (theirs instanceof Fwd forward && !(ours instanceof Fwd)) {
            return declares(forward, ours);
        }
        return ours.kind() == theirs.kind() && sameParts(ours, theirs);
    }

    private static boolean declares(Fwd forward, BtfType type) {
        return type.kind() == (forward.union() ? BtfKind.UNION : BtfKind.STRUCT);
    }

    /** Compares what is in the types themselves, and puts what they refer to on the way. */
    private boolean sameParts(BtfType ours, BtfType theirs) {
        return switch (ours) {
            case BtfType.Int _, BtfType.FloatType _, Fwd _ -> ours.equals(theirs);
            case Enumeration enumeration -> theirs instanceof Enumeration other && compatible(enumeration, other);
            case BtfType.Ptr pointer -> theirs instanceof BtfType.Ptr other && push(pointer.target(), other.target());
            case BtfType.TypeTag tag ->
                theirs instanceof BtfType.TypeTag other
                        && tag.attribute() == other.attribute()
                        && push(tag.target(), other.target());
            case BtfType.Modifier modifier ->
                theirs instanceof BtfType.Modifier other && push(modifier.target(), other.target());
            case BtfType.Typedef typedef ->
                theirs instanceof BtfType.Typedef other && push(typedef.target(), other.target());
            case Func function ->
                theirs instanceof Func other
                        && function.linkage() == other.linkage()
                        && push(function.proto(), other.proto());
            case Array array ->
                theirs instanceof Array other
                        && array.count() == other.count()
                        && push(array.element(), other.element())
                        && push(array.index(), other.index());
            case Composite composite ->
                theirs instanceof Composite other && alike(composite, other) && pushMembers(composite, other);
            case FuncProto proto ->
                theirs instanceof FuncProto other && sameNames(proto, other) && pushParams(proto, other);
            case BtfType.VoidType _, BtfType.Var _, BtfType.Datasec _, BtfType.DeclTag _ -> false;
        };
    }

    /** What is pushed last is looked at first. */
    private boolean push(int ours, int theirs) {
        pending.push(new int[] {ours, theirs});
        return true;
    }

    private boolean pushMembers(Composite ours, Composite theirs) {
        for (int i = ours.members().size() - 1; i >= 0; i--) {
            push(ours.members().get(i).type(), theirs.members().get(i).type());
        }
        return true;
    }

    private boolean pushParams(FuncProto ours, FuncProto theirs) {
        for (int i = ours.params().size() - 1; i >= 0; i--) {
            push(ours.params().get(i).type(), theirs.params().get(i).type());
        }
        return push(ours.returnType(), theirs.returnType());
    }

    private static boolean sameNames(FuncProto ours, FuncProto theirs) {
        boolean same = ours.params().size() == theirs.params().size();
        for (int i = 0; same && i < ours.params().size(); i++) {
            same = ours.params().get(i).name().equals(theirs.params().get(i).name());
        }
        return same;
    }

    /** Equal, or one of them only declared. */
    static boolean compatible(Enumeration ours, Enumeration theirs) {
        return ours.values().isEmpty() || theirs.values().isEmpty()
                ? ours.name().equals(theirs.name())
                : ours.equals(theirs);
    }

    /** Whether structs have the same name, size and members, whatever the members' types. */
    static boolean alike(Composite ours, Composite theirs) {
        boolean same = ours.kind() == theirs.kind()
                && ours.name().equals(theirs.name())
                && ours.sizeBytes() == theirs.sizeBytes()
                && ours.members().size() == theirs.members().size();
        for (int i = 0; same && i < ours.members().size(); i++) {
            Member a = ours.members().get(i);
            Member b = theirs.members().get(i);
            same = a.name().equals(b.name()) && a.bitOffset() == b.bitOffset() && a.bitFieldSize() == b.bitFieldSize();
        }
        return same;
    }

    /**
     * Whether two types of one graph are the same down to the ids that they refer to: compilers sometimes describe an
     * array, a struct or a pointer twice in one place.
     */
    private boolean identical(int first, int second, int nesting) {
        step();
        if (nesting > MAX_NESTING) {
            return false;
        }
        BtfType a = btf.type(first);
        BtfType b = btf.type(second);
        return switch (a) {
            case Array array -> array.equals(b);
            case Composite composite ->
                b instanceof Composite other && alike(composite, other) && identicalMembers(composite, other, nesting);
            case BtfType _ -> false;
        };
    }

    private boolean identicalMembers(Composite ours, Composite theirs, int nesting) {
        for (int i = 0; i < ours.members().size(); i++) {
            int a = ours.members().get(i).type();
            int b = theirs.members().get(i).type();
            if (a != b && !identical(a, b, nesting + 1)) {
                return false;
            }
        }
        return true;
    }
}
