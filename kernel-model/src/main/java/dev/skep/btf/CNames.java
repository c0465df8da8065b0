package dev.skep.btf;

import dev.skep.btf.BtfType.EnumType;
import dev.skep.btf.BtfType.Fwd;
import java.util.HashMap;
import java.util.Map;

/**
 * Names that are unique in C, though several BTF types may share one: the second {@code foo} becomes {@code foo___2}.
 * Tags of structs, unions and enums are one name space; typedefs and enumerators are the other.
 */
final class CNames {
    private final Btf btf;
    private final Map<Integer, String> known = new HashMap<>();
    private final Map<String, Integer> tags = new HashMap<>();
    private final Map<String, Integer> identifiers = new HashMap<>();

    CNames(Btf btf) {
        this.btf = btf;
    }

    /** The name of a struct, union or enum. */
    String tag(int id) {
        return known.computeIfAbsent(id, key -> unique(key, tags));
    }

    /** The name of a typedef. */
    String typedef(int id) {
        return known.computeIfAbsent(id, key -> unique(key, identifiers));
    }

    String enumerator(String name) {
        return count(name, identifiers);
    }

    private String unique(int id, Map<String, Integer> space) {
        String name = btf.name(id);
        BtfType type = btf.type(id);
        boolean declaredOnly =
                type instanceof Fwd || (type instanceof EnumType e && e.values().isEmpty());
        return name.isEmpty() || declaredOnly ? name : count(name, space);
    }

    private static String count(String name, Map<String, Integer> space) {
        int uses = space.merge(name, 1, Integer::sum);
        return uses == 1 ? name : name + "___" + uses;
    }
}
