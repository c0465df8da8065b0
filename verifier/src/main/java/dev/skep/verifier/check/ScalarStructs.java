package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Member;
import dev.skep.verifier.explore.Verification;
import java.util.OptionalInt;

/** Structs that hold nothing but numbers; the kernel's {@code __btf_type_is_scalar_struct()}. */
final class ScalarStructs {
    private static final int DEEPEST = 3;

    private final Verification verification;

    ScalarStructs(Verification verification) {
        this.verification = verification;
    }

    /** Of the kernel's struct or union with this name. */
    boolean isMadeOfScalars(String name) {
        Btf btf = verification.subject.kernelTypes();
        if (btf == null) {
            return false;
        }
        OptionalInt struct = btf.find(name, BtfKind.STRUCT);
        OptionalInt found = struct.isPresent() ? struct : btf.find(name, BtfKind.UNION);
        return found.isPresent() && isMadeOfScalars(btf, found.getAsInt(), 0);
    }

    boolean isMadeOfScalars(Btf btf, int id, int depth) {
        if (!(btf.type(id) instanceof Composite composite)) {
            return false;
        }
        for (Member member : composite.members()) {
            int type = btf.resolve(member.type());
            if (btf.type(type) instanceof Composite) {
                if (depth >= DEEPEST) {
                    verification.log.line("max struct nesting depth exceeded");
                    return false;
                }
                if (!isMadeOfScalars(btf, type, depth + 1)) {
                    return false;
                }
                continue;
            }
            if (btf.type(type) instanceof Array array) {
                if (array.count() == 0) {
                    return false;
                }
                type = btf.resolve(array.element());
            }
            if (!isScalar(btf.type(type))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScalar(BtfType type) {
        return type instanceof BtfType.Int || type instanceof BtfType.Enumeration;
    }

    /** The type behind one of the kernel's short names. */
    static String plainName(String name) {
        return switch (name) {
            case "u8", "__u8" -> "unsigned char";
            case "u16", "__u16", "__be16" -> "short unsigned int";
            case "u32", "__u32" -> "unsigned int";
            case "u64", "__u64" -> "long long unsigned int";
            case "s32" -> "int";
            case "s64" -> "long long int";
            case "bool" -> "_Bool";
            case "size_t" -> "long unsigned int";
            default -> name;
        };
    }
}
