package dev.skep.btf;

import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.FloatType;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Modifier;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.BtfType.Var;
import java.util.HashMap;
import java.util.Map;

/**
 * The natural alignment of types. A packed struct gives itself away: its size is no multiple of its members' alignment,
 * or a member stands at an odd place; its alignment is 1. Counterpart: {@code btf__align_of}.
 */
final class Alignment {
    private static final int MAX_DEPTH = 64;

    private final Btf btf;
    private final Map<Integer, Integer> known = new HashMap<>();

    Alignment(Btf btf) {
        this.btf = btf;
    }

    /** The alignment in bytes, 0 if the type has none. */
    int of(int id) {
        return of(id, 0);
    }

    private int of(int id, int depth) {
        Integer before = known.get(id);
        if (before != null) {
            return before;
        }
        if (depth > MAX_DEPTH) {
            throw new MalformedBtfException(
                    "type " + id + ": nests deeper than " + MAX_DEPTH + ", expected fewer levels");
        }
        int alignment = switch (btf.type(id)) {
            case Int integer -> scalar(integer.sizeBytes());
            case Enumeration enumeration -> scalar(enumeration.sizeBytes());
            case FloatType number -> scalar(number.sizeBytes());
            case Ptr _ -> 8;
            case Typedef typedef -> of(typedef.target(), depth + 1);
            case Modifier modifier -> of(modifier.target(), depth + 1);
            case Array array -> of(array.element(), depth + 1);
            case Var variable -> of(variable.type(), depth + 1);
            case Composite composite -> composite(composite, depth);
            case BtfType _ -> 0;
        };
        known.put(id, alignment);
        return alignment;
    }

    private static int scalar(int sizeBytes) {
        return Math.min(8, sizeBytes);
    }

    private int composite(Composite composite, int depth) {
        int most = 1;
        for (Member member : composite.members()) {
            int alignment = of(member.type(), depth + 1);
            if (alignment <= 0) {
                return 0;
            }
            if (member.bitFieldSize() == 0 && member.bitOffset() % (8 * alignment) != 0) {
                return 1;
            }
            most = Math.max(most, alignment);
        }
        return composite.sizeBytes() % most == 0 ? most : 1;
    }
}
