package dev.skep.link.core;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.Flavor;

/** Whether a type of an object and one of a kernel are the same thing for the programmer, by three different rules. */
public final class TypesCompatible {
    /** How deep types may nest ({@code depth} and {@code level} in libbpf). */
    private static final int MAX_DEPTH = 32;

    private final Btf local;
    private final Btf target;
    private final Budget budget;

    TypesCompatible(Btf local, Btf target, Budget budget) {
        this.local = local;
        this.target = target;
        this.budget = budget;
    }

    /**
     * Whether types have the same shape: of the same kinds, through pointers, elements and arguments. Names, sizes and
     * members play no part. Counterpart: {@code bpf_core_types_are_compat}.
     */
    public static boolean sameShape(Btf local, int localId, Btf target, int targetId) {
        return new TypesCompatible(local, target, new Budget()).sameShape(localId, targetId);
    }

    boolean sameShape(int localId, int targetId) {
        return Kinds.alike(local.type(localId), target.type(targetId)) && sameShape(localId, targetId, MAX_DEPTH);
    }

    private boolean sameShape(int localStart, int targetStart, int level) {
        int localId = localStart;
        int targetId = targetStart;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            budget.step();
            localId = local.resolve(localId);
            targetId = target.resolve(targetId);
            BtfType ours = local.type(localId);
            BtfType theirs = target.type(targetId);
            if (!Kinds.alike(ours, theirs)) {
                return false;
            }
            switch (ours) {
                case Int number -> {
                    return number.bitOffset() == 0 && theirs instanceof Int other && other.bitOffset() == 0;
                }
                case Ptr pointer
                when theirs instanceof Ptr other -> {
                    localId = pointer.target();
                    targetId = other.target();
                }
                case Array array
                when theirs instanceof Array other -> {
                    localId = array.element();
                    targetId = other.element();
                }
                case FuncProto proto
                when theirs instanceof FuncProto other -> {
                    if (!sameArguments(proto, other, level)) {
                        return false;
                    }
                    localId = proto.returnType();
                    targetId = other.returnType();
                }
                case BtfType.VoidType _, Composite _, BtfType.Enumeration _, BtfType.Fwd _ -> {
                    return true;
                }
                case BtfType _ -> {
                    return false;
                }
            }
        }
        throw tooDeep(localStart);
    }

    private boolean sameArguments(FuncProto proto, FuncProto other, int level) {
        if (proto.params().size() != other.params().size()) {
            return false;
        }
        for (int i = 0; i < proto.params().size(); i++) {
            if (level <= 0) {
                throw tooDeep(proto.params().get(i).type());
            }
            int ours = local.resolve(proto.params().get(i).type());
            int theirs = target.resolve(other.params().get(i).type());
            if (!Kinds.alike(local.type(ours), target.type(theirs)) || !sameShape(ours, theirs, level - 1)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a field of the one type can be read as the other: integers of any size, any structs, any pointers,
     * enumerations of the same name. Counterpart: {@code bpf_core_fields_are_compat}.
     */
    boolean fields(int localStart, int targetStart) {
        int localId = localStart;
        int targetId = targetStart;
        for (int depth = 0; depth <= MAX_DEPTH; depth++) {
            localId = local.resolve(localId);
            targetId = target.resolve(targetId);
            BtfType ours = local.type(localId);
            BtfType theirs = target.type(targetId);
            if (ours instanceof Composite && theirs instanceof Composite) {
                return true;
            }
            if (!Kinds.alike(ours, theirs)) {
                return false;
            }
            switch (ours) {
                case Ptr _, BtfType.FloatType _ -> {
                    return true;
                }
                case BtfType.Fwd _, BtfType.Enumeration _ -> {
                    String ourName = Flavor.essentialName(ours.name());
                    String theirName = Flavor.essentialName(theirs.name());
                    return ourName.isEmpty() || theirName.isEmpty() || ourName.equals(theirName);
                }
                case Int number -> {
                    return number.bitOffset() == 0 && theirs instanceof Int other && other.bitOffset() == 0;
                }
                case Array array
                when theirs instanceof Array other -> {
                    localId = array.element();
                    targetId = other.element();
                }
                case BtfType _ -> {
                    return false;
                }
            }
        }
        throw tooDeep(localStart);
    }

    private static UnresolvableException tooDeep(int type) {
        return new UnresolvableException("type " + type + ", which nests too deep", "at most " + MAX_DEPTH + " levels");
    }
}
