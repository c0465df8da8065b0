package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the places in a struct or section that belong to the kernel, by the names of their types. Counterpart:
 * {@code btf_parse_fields} in {@code kernel/bpf/btf.c}, with its limits and errors.
 */
public final class SpecialFieldFinder {
    /** What may be in the value of a map. */
    public static final Set<FieldKind> IN_MAP_VALUES =
            Set.copyOf(EnumSet.complementOf(EnumSet.of(FieldKind.LIST_NODE, FieldKind.RB_NODE)));

    /** What may be in an object that a program allocates. */
    public static final Set<FieldKind> IN_OBJECTS = Set.copyOf(EnumSet.of(
            FieldKind.SPIN_LOCK,
            FieldKind.RES_SPIN_LOCK,
            FieldKind.LIST_HEAD,
            FieldKind.LIST_NODE,
            FieldKind.RB_ROOT,
            FieldKind.RB_NODE,
            FieldKind.REFCOUNT,
            FieldKind.KPTR_UNREFERENCED,
            FieldKind.KPTR_REFERENCED,
            FieldKind.KPTR_PER_CPU));

    private static final int MOST_FIELDS = 11;
    private static final int DEEPEST = 32;

    /** Of these a value has one at most. */
    private static final Set<FieldKind> SINGLE = Set.copyOf(EnumSet.of(
            FieldKind.SPIN_LOCK,
            FieldKind.RES_SPIN_LOCK,
            FieldKind.TIMER,
            FieldKind.WORKQUEUE,
            FieldKind.TASK_WORK,
            FieldKind.REFCOUNT));

    private final Btf btf;
    private final Set<FieldKind> wanted;
    private final EnumSet<FieldKind> seen = EnumSet.noneOf(FieldKind.class);

    private SpecialFieldFinder(Btf btf, Set<FieldKind> wanted) {
        this.btf = btf;
        this.wanted = wanted;
    }

    /**
     * The special fields of a type, which must be a struct or a section.
     *
     * @param sizeBytes what the fields must lie within
     * @throws KernelException with the errno of {@code btf_parse_fields}: EINVAL when it is neither, E2BIG when there
     *     are too many
     */
    public static SpecialFields find(Btf btf, int type, Set<FieldKind> wanted, long sizeBytes) {
        SpecialFieldFinder finder = new SpecialFieldFinder(btf, wanted);
        List<SpecialField> found = switch (btf.type(type)) {
            case BtfType.Struct struct -> finder.inStruct(struct, type, 0);
            case BtfType.Datasec section -> finder.inSection(section);
            case BtfType other -> throw failure(EINVAL, "a " + other.kind().label() + " as value, expected a struct");
        };
        checkPlaces(found, sizeBytes);
        checkCompany(found);
        found.sort(Comparator.comparingInt(SpecialField::offset));
        return found.isEmpty() ? SpecialFields.NONE : new SpecialFields(found);
    }

    private static void checkPlaces(List<SpecialField> found, long sizeBytes) {
        int free = 0;
        for (SpecialField field : found) {
            if (field.end() > sizeBytes) {
                throw failure(EFAULT, field.kind() + " at " + field.offset() + ", behind the value's end");
            }
            if (field.offset() < free) {
                throw failure(EEXIST, field.kind() + " at " + field.offset() + " overlaps the field before it");
            }
            free = field.end();
        }
    }

    private static void checkCompany(List<SpecialField> found) {
        EnumSet<FieldKind> kinds = EnumSet.noneOf(FieldKind.class);
        found.forEach(field -> kinds.add(field.kind()));
        boolean locked = kinds.contains(FieldKind.SPIN_LOCK) || kinds.contains(FieldKind.RES_SPIN_LOCK);
        if (kinds.contains(FieldKind.SPIN_LOCK) && kinds.contains(FieldKind.RES_SPIN_LOCK)) {
            throw failure(EINVAL, "two kinds of spin lock");
        }
        if (!locked && (kinds.contains(FieldKind.LIST_HEAD) || kinds.contains(FieldKind.RB_ROOT))) {
            throw failure(EINVAL, "a list or tree without a bpf_spin_lock");
        }
        boolean bothNodes = kinds.contains(FieldKind.LIST_NODE) && kinds.contains(FieldKind.RB_NODE);
        if (bothNodes && !kinds.contains(FieldKind.REFCOUNT)) {
            throw failure(EINVAL, "a list node and a tree node without a bpf_refcount");
        }
    }

    private List<SpecialField> inStruct(BtfType.Struct struct, int structType, int depth) {
        List<SpecialField> found = new ArrayList<>();
        List<BtfType.Member> members = struct.members();
        for (int i = 0; i < members.size(); i++) {
            BtfType.Member member = members.get(i);
            if (member.bitOffset() % 8 != 0) { // also of a bit field, which the kernel takes for broken BTF
                throw failure(EINVAL, "member " + member.name() + " does not begin at a byte");
            }
            found.addAll(one(structType, i, member.type(), member.bitOffset() / 8, 0, depth));
            checkCount(found);
        }
        return found;
    }

    private List<SpecialField> inSection(BtfType.Datasec section) {
        List<SpecialField> found = new ArrayList<>();
        for (BtfType.Variable variable : section.variables()) {
            if (btf.type(variable.type()) instanceof BtfType.Var declared) {
                found.addAll(one(variable.type(), -1, declared.type(), variable.offset(), variable.sizeBytes(), 0));
                checkCount(found);
            }
        }
        return found;
    }

    private static void checkCount(List<SpecialField> found) {
        if (found.size() > MOST_FIELDS) {
            throw failure(E2BIG, "more than " + MOST_FIELDS + " special fields");
        }
    }

    /** The fields in one member or variable, arrays and nested structs included. */
    private List<SpecialField> one(int owner, int index, int declaredType, int offset, int expectedSize, int depth) {
        int type = declaredType;
        long count = 1;
        for (int i = 0; btf.type(type) instanceof BtfType.Array array; i++) {
            if (i == DEEPEST) {
                throw failure(E2BIG, "arrays nest too deep");
            }
            count = Math.min(count * array.count(), Integer.MAX_VALUE);
            type = array.element();
        }
        if (count == 0) {
            return List.of();
        }
        FieldKind kind = kindOf(type);
        if (kind == null && btf.type(type) instanceof BtfType.Struct nested) {
            return expectedSize != 0 && expectedSize != nested.sizeBytes() * count
                    ? List.of()
                    : nested(nested, type, offset, count, depth);
        }
        if (kind == null
                || (expectedSize != 0 && expectedSize != kind.sizeBytes() * count)
                || offset % kind.alignmentBytes() != 0) {
            return List.of();
        }
        SpecialField field = single(kind, type, owner, index, offset);
        return field == null ? List.of() : repeat(List.of(field), count, kind.sizeBytes());
    }

    private List<SpecialField> nested(BtfType.Struct struct, int type, int offset, long count, int depth) {
        if (depth + 1 >= DEEPEST) {
            throw failure(E2BIG, "structs nest too deep");
        }
        List<SpecialField> found = inStruct(struct, type, depth + 1).stream()
                .map(field -> moved(field, offset))
                .toList();
        return found.isEmpty() ? found : repeat(found, count, struct.sizeBytes());
    }

    private static SpecialField moved(SpecialField field, long by) {
        return new SpecialField(
                field.kind(), Math.toIntExact(field.offset() + by), field.pointee(), field.nodeOffset());
    }

    private static List<SpecialField> repeat(List<SpecialField> fields, long count, int elementSize) {
        if (count == 1) {
            return fields;
        }
        for (SpecialField field : fields) {
            if (!field.kind().isPointer() && !field.kind().isGraphRoot()) {
                throw failure(EINVAL, field.kind() + " in an array");
            }
        }
        if (fields.size() * count > MOST_FIELDS) {
            throw failure(E2BIG, "more than " + MOST_FIELDS + " special fields");
        }
        List<SpecialField> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long by = i * elementSize;
            fields.forEach(field -> all.add(moved(field, by)));
        }
        return all;
    }

    private @Nullable FieldKind kindOf(int type) {
        String name = btf.name(type);
        for (FieldKind kind : FieldKind.values()) {
            if (wanted.contains(kind) && name.equals(kind.structName())) {
                if (SINGLE.contains(kind) && !seen.add(kind)) {
                    throw failure(E2BIG, "more than one " + name);
                }
                return kind;
            }
        }
        boolean maybePointer = !(btf.type(type) instanceof BtfType.Struct);
        return maybePointer && wanted.contains(FieldKind.KPTR_REFERENCED) ? pointerKind(type) : null;
    }

    private @Nullable SpecialField single(FieldKind kind, int type, int owner, int index, int offset) {
        if (kind.isPointer()) {
            return new SpecialField(kind, offset, pointee(type), 0);
        }
        if (!(btf.type(type) instanceof BtfType.Struct struct) || struct.sizeBytes() != kind.sizeBytes()) {
            return null;
        }
        return kind.isGraphRoot() ? graphRoot(kind, owner, index, offset) : new SpecialField(kind, offset, 0, 0);
    }

    /** The kind that the tag of a pointer's target says, or {@code null} for an ordinary type. */
    private @Nullable FieldKind pointerKind(int type) {
        BtfType.TypeTag tag = tagOf(type);
        if (tag == null) {
            return null;
        }
        if (btf.type(tag.target()) instanceof BtfType.TypeTag) {
            throw failure(EINVAL, "a pointer with more than one tag");
        }
        return switch (tag.name()) {
            case "kptr_untrusted" -> FieldKind.KPTR_UNREFERENCED;
            case "kptr" -> FieldKind.KPTR_REFERENCED;
            case "percpu_kptr" -> FieldKind.KPTR_PER_CPU;
            case "uptr" -> {
                if (!wanted.contains(FieldKind.UPTR)) {
                    throw failure(EINVAL, "a user pointer in an object");
                }
                yield FieldKind.UPTR;
            }
            default -> throw failure(EINVAL, "unknown tag " + tag.name());
        };
    }

    private BtfType.@Nullable TypeTag tagOf(int type) {
        BtfType target =
                btf.type(type) instanceof BtfType.Volatile wrapped ? btf.type(wrapped.target()) : btf.type(type);
        return target instanceof BtfType.Ptr pointer && btf.type(pointer.target()) instanceof BtfType.TypeTag tag
                ? tag
                : null;
    }

    private int pointee(int type) {
        int target = btf.skipModifiers(Objects.requireNonNull(tagOf(type)).target());
        if (!(btf.type(target) instanceof BtfType.Struct)) {
            throw failure(EINVAL, "a tagged pointer to something that is no struct");
        }
        return target;
    }

    /** Reads the tag {@code contains:STRUCT:MEMBER} beside a list or tree. */
    private SpecialField graphRoot(FieldKind kind, int owner, int index, int offset) {
        String[] contained = containsTag(owner, index).split(":", 2);
        if (contained.length != 2) {
            throw failure(EINVAL, kind + " does not say which member it links");
        }
        OptionalInt value = btf.find(contained[0], BtfKind.STRUCT);
        if (value.isEmpty()) {
            throw failure(ENOENT, kind + " contains unknown struct " + contained[0]);
        }
        String node = kind == FieldKind.LIST_HEAD ? "bpf_list_node" : "bpf_rb_node";
        return new SpecialField(kind, offset, value.getAsInt(), nodeOffset(value.getAsInt(), contained[1], node));
    }

    private String containsTag(int owner, int index) {
        String found = null;
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.DECL_TAG
                    && btf.type(id) instanceof BtfType.DeclTag tag
                    && tag.target() == owner
                    && tag.component() == index
                    && tag.name().startsWith("contains:")) {
                if (found != null) {
                    throw failure(EINVAL, "two tags about what a list or tree contains");
                }
                found = tag.name().substring("contains:".length());
            }
        }
        if (found == null) {
            throw failure(EINVAL, "a list or tree that does not say what it contains");
        }
        return found;
    }

    private int nodeOffset(int structType, String memberName, String nodeType) {
        if (!(btf.type(structType) instanceof BtfType.Struct struct)) {
            throw failure(EINVAL, "no struct");
        }
        BtfType.Member found = null;
        for (BtfType.Member member : struct.members()) {
            if (member.name().equals(memberName)) {
                if (found != null) {
                    throw failure(EINVAL, "two members " + memberName);
                }
                found = member;
            }
        }
        if (found == null) {
            throw failure(ENOENT, "no member " + memberName + " in struct " + struct.name());
        }
        if (!btf.name(found.type()).equals(nodeType) || found.bitOffset() % 64 != 0) {
            throw failure(EINVAL, "member " + memberName + " is no aligned " + nodeType);
        }
        return found.bitOffset() / 8;
    }

    private static KernelException failure(Errno errno, String what) {
        return new KernelException(errno, "special fields: " + what);
    }
}
