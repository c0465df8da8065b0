package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.TypeTag;
import dev.skep.btf.BtfType.Union;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What stands at an offset of a C struct, by BTF; the kernel's {@code btf_struct_walk()}, {@code btf_struct_access()}
 * and {@code btf_struct_ids_match()}.
 */
final class StructLayouts {
    private final Verification verification;

    StructLayouts(Verification verification) {
        this.verification = verification;
    }

    /** What an access finds. */
    record Found(Kind kind, int typeId, int flags, String member) {
        /** How it goes on. */
        enum Kind {
            SCALAR,
            POINTER,
            /** A pointer to something that is no struct. */
            UNTRUSTED_MEMORY,
            STRUCT
        }
    }

    /** How types must match. */
    enum Match {
        /** The type itself. */
        STRICT,
        /** The type, or one of a member at the offset. */
        ANY_MEMBER
    }

    /** Whether arrays at the end of a struct may go on behind it. */
    private enum OpenArrays {
        FOLLOWED,
        REFUSED
    }

    int sizeOf(@Nullable StructType type) {
        Btf btf = type == null ? null : type.btf();
        return type == null || btf == null ? 0 : (int) btf.sizeOf(type.id());
    }

    /** Whether a pointer to this offset of a struct is one to the wanted struct. */
    boolean matches(StructType type, int offset, @Nullable StructType wanted, Match match) {
        if (wanted == null) {
            return false;
        }
        if (offset == 0 && isSame(type, wanted)) {
            return true;
        }
        Btf btf = type.btf();
        if (match == Match.STRICT || btf == null) {
            return false;
        }
        int id = type.id();
        int where = offset;
        while (true) {
            Found found;
            try {
                found = walk(btf, id, where, 1, 0, OpenArrays.FOLLOWED);
            } catch (Rejection rejection) {
                return false;
            }
            if (found.kind != Found.Kind.STRUCT) {
                return false;
            }
            id = found.typeId;
            where = 0;
            if (isSame(new StructType(type.origin(), btf, id, btf.name(id)), wanted)) {
                return true;
            }
        }
    }

    private static boolean isSame(StructType type, StructType wanted) {
        if (type.origin() != wanted.origin()) {
            return false;
        }
        if (type.btf() != null && type.btf() == wanted.btf()) {
            return type.id() == wanted.id();
        }
        // Without the kernel's BTF its types have only names; an object and its maps may have copies of the same BTF.
        return type.name().equals(wanted.name()) && (type.isKernel() || type.id() == wanted.id());
    }

    /** What a load or store of these bytes finds. */
    Found access(StructType type, int offset, int size, boolean allocated) {
        Btf btf = type.btf();
        if (btf == null) {
            throw verification.reject(
                    Errno.EACCES, "struct " + type.name() + " cannot be looked into without the kernel's BTF");
        }
        if (allocated) {
            refuseSpecial(type, offset, size);
        }
        int id = type.id();
        int where = offset;
        int flags = 0;
        while (true) {
            Found found = walk(btf, id, where, size, flags, allocated ? OpenArrays.REFUSED : OpenArrays.FOLLOWED);
            if (found.kind == Found.Kind.STRUCT) {
                id = found.typeId;
                where = 0;
                flags = found.flags;
            } else if (found.kind == Found.Kind.POINTER && allocated) {
                return new Found(Found.Kind.SCALAR, 0, 0, found.member);
            } else {
                return found;
            }
        }
    }

    /** Members of objects of the program that only the kernel may touch. */
    private void refuseSpecial(StructType type, int offset, int size) {
        for (SpecialField field : verification.objects.of(type)) {
            if (field.offset() < offset + size && offset < field.offset() + field.size()) {
                throw verification.reject(
                        Errno.EACCES, "direct access to " + field.kind().text() + " is disallowed");
            }
        }
    }

    private Found walk(Btf btf, int typeId, int offset, int size, int knownFlags, OpenArrays openArrays) {
        int flags = knownFlags;
        int id = btf.resolve(typeId);
        int where = offset;
        while (true) {
            BtfType type = btf.type(id);
            if (!(type instanceof Composite composite)) {
                throw verification.reject(Errno.EINVAL, "Type '" + btf.name(id) + "' is not a struct");
            }
            if (type instanceof Union && composite.members().size() != 1) {
                flags |= RegisterType.UNTRUSTED;
            }
            if (where + size > composite.sizeBytes()) {
                int element = openArrays == OpenArrays.FOLLOWED ? openArrayElement(btf, composite, where) : 0;
                if (element == 0) {
                    throw verification.reject(
                            Errno.EACCES,
                            "access beyond struct " + name(composite) + " at off " + where + " size " + size);
                }
                if (btf.type(element) instanceof BtfType.Int) {
                    return new Found(Found.Kind.SCALAR, 0, flags, "");
                }
                Member last = composite.members().getLast();
                where = (where - last.bitOffset() / 8) % (int) btf.sizeOf(element);
                id = element;
                // Nobody knows how many elements there are.
                flags |= RegisterType.UNTRUSTED;
                continue;
            }
            Step step = member(btf, composite, where, size, flags);
            if (step.found != null) {
                return step.found;
            }
            id = step.typeId;
            where = step.offset;
        }
    }

    /** The element type of an array without length at the end, 0 when there is none. */
    private static int openArrayElement(Btf btf, Composite composite, int where) {
        if (composite.members().isEmpty()) {
            return 0;
        }
        Member last = composite.members().getLast();
        if (!(btf.type(btf.resolve(last.type())) instanceof Array array)
                || array.count() != 0
                || where < last.bitOffset() / 8) {
            return 0;
        }
        int element = btf.resolve(array.element());
        BtfType type = btf.type(element);
        boolean usable = type instanceof BtfType.Int || (type instanceof Composite struct && struct.sizeBytes() != 0);
        return usable ? element : 0;
    }

    /** Found something, or goes on in a nested struct. */
    private record Step(@Nullable Found found, int typeId, int offset) {}

    private Step member(Btf btf, Composite composite, int where, int size, int flags) {
        for (Member member : composite.members()) {
            int begin = member.bitOffset() / 8;
            if (where + size <= begin) {
                break;
            }
            if (member.bitFieldSize() != 0) {
                int end = (member.bitOffset() + member.bitFieldSize() + 7) / 8;
                if (where <= begin && end <= where + size) {
                    return new Step(new Found(Found.Kind.SCALAR, 0, flags, member.name()), 0, 0);
                }
                continue;
            }
            if (where < begin) {
                break;
            }
            Step step = insideMember(btf, composite, member, begin, where, size, flags);
            if (step != null) {
                return step;
            }
        }
        throw verification.reject(Errno.EINVAL, "struct " + name(composite) + " doesn't have field at offset " + where);
    }

    private @Nullable Step insideMember(
            Btf btf, Composite composite, Member member, int begin, int where, int size, int flags) {
        long whole = btf.sizeOf(member.type());
        int end = (int) (begin + whole);
        if (where >= end) {
            return null;
        }
        int id = btf.resolve(member.type());
        int start = begin;
        int elementSize = (int) whole;
        while (btf.type(id) instanceof Array array) {
            id = btf.resolve(array.element());
        }
        if (btf.type(btf.resolve(member.type())) instanceof Array) {
            if (begin == end) {
                return null;
            }
            elementSize = (int) btf.sizeOf(id);
            start += (where - begin) / elementSize * elementSize;
        }
        BtfType type = btf.type(id);
        if (type instanceof Composite) {
            return where == start
                    ? new Step(new Found(Found.Kind.STRUCT, id, flags, member.name()), 0, 0)
                    : new Step(null, id, where - start);
        }
        if (type instanceof Ptr pointer) {
            if (elementSize != size || where != start) {
                throw verification.reject(
                        Errno.EACCES,
                        "cannot access ptr member " + member.name() + " with moff " + start + " in struct "
                                + name(composite) + " with off " + where + " size " + size);
            }
            int target = btf.resolve(pointer.target());
            if (btf.type(target) instanceof Composite) {
                int tag = tagOf(btf, pointer.target());
                return new Step(new Found(Found.Kind.POINTER, target, flags | tag, member.name()), 0, 0);
            }
            return new Step(new Found(Found.Kind.UNTRUSTED_MEMORY, 0, flags, member.name()), 0, 0);
        }
        if (where + size > end && (flags & RegisterType.UNTRUSTED) == 0) {
            throw verification.reject(
                    Errno.EACCES,
                    "access beyond the end of member " + member.name() + " (mend:" + end + ") in struct "
                            + name(composite) + " with off " + where + " size " + size);
        }
        return new Step(new Found(Found.Kind.SCALAR, 0, flags, member.name()), 0, 0);
    }

    private static String name(Composite composite) {
        return composite.name().isEmpty() ? "(anon)" : composite.name();
    }

    private static int tagOf(Btf btf, int id) {
        if (!(btf.type(id) instanceof TypeTag tag)) {
            return 0;
        }
        return switch (tag.name()) {
            case "user" -> RegisterType.USER;
            case "percpu" -> RegisterType.PERCPU;
            case "rcu" -> RegisterType.RCU;
            default -> 0;
        };
    }
}
