package dev.skep.btf;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which types a {@link BtfSubset} is made of: lines of a kind and a name, in which {@code *} stands for any characters.
 *
 * <pre>
 *   # comment
 *   struct task_struct
 *   func bpf_lsm_*
 *   type __be16         a struct, union, enum or typedef
 *   any *               a type of any kind
 * </pre>
 */
public final class BtfKeepList {
    private static final Set<BtfKind> TYPES = EnumSet.of(
            BtfKind.STRUCT, BtfKind.UNION, BtfKind.ENUM, BtfKind.ENUM64, BtfKind.TYPEDEF, BtfKind.FWD, BtfKind.INT);

    private static final Map<String, Set<BtfKind>> KINDS = Map.of(
            "struct", EnumSet.of(BtfKind.STRUCT, BtfKind.FWD),
            "union", EnumSet.of(BtfKind.UNION, BtfKind.FWD),
            "enum", EnumSet.of(BtfKind.ENUM, BtfKind.ENUM64),
            "typedef", EnumSet.of(BtfKind.TYPEDEF),
            "func", EnumSet.of(BtfKind.FUNC),
            "var", EnumSet.of(BtfKind.VAR),
            "type", TYPES,
            "any", EnumSet.allOf(BtfKind.class));

    private final Map<String, Set<BtfKind>> names = new HashMap<>();
    private final List<Glob> globs = new ArrayList<>();

    private record Glob(Set<BtfKind> kinds, Pattern pattern) {}

    private BtfKeepList() {}

    /** @throws IllegalArgumentException with the number of a line that says no kind and name */
    public static BtfKeepList parse(List<String> lines) {
        BtfKeepList list = new BtfKeepList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                list.add(i + 1, line);
            }
        }
        return list;
    }

    private void add(int number, String line) {
        String[] words = line.split("\\s+", -1);
        Set<BtfKind> kinds = KINDS.get(words[0]);
        if (words.length != 2 || kinds == null) {
            throw new IllegalArgumentException("line " + number + ": '" + line
                    + "', expected a kind (struct, union, enum, typedef, func, var, type or any) and a name");
        }
        if (words[1].indexOf('*') >= 0) {
            String pattern = Pattern.quote(words[1]).replace("*", "\\E.*\\Q");
            globs.add(new Glob(kinds, Pattern.compile(pattern)));
        } else {
            names.computeIfAbsent(words[1], _ -> EnumSet.noneOf(BtfKind.class)).addAll(kinds);
        }
    }

    /** The part of {@code btf} that the list names, with all that it refers to. */
    public BtfSubset of(Btf btf) {
        BtfSubset subset = new BtfSubset(btf);
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.nameOffset(id) != 0 && keeps(btf.kind(id), btf.name(id))) {
                subset.add(id);
            }
        }
        return subset;
    }

    private boolean keeps(BtfKind kind, String name) {
        return names.getOrDefault(name, Set.of()).contains(kind)
                || globs.stream()
                        .anyMatch(glob -> glob.kinds().contains(kind)
                                && glob.pattern().matcher(name).matches());
    }
}
