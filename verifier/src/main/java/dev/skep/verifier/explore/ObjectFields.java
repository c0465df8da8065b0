package dev.skep.verifier.explore;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.FieldKind;
import dev.skep.kernel.map.SpecialFieldFinder;
import dev.skep.kernel.map.SpecialFields;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.StructType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Structs of the program, and the members of them, and of map values, that only the kernel may touch; the kernel's
 * {@code struct btf_struct_meta} and {@code struct btf_record}.
 */
public final class ObjectFields {
    private final Subject subject;
    private final Map<StructType, List<SpecialField>> fields = new HashMap<>();

    ObjectFields(Subject subject) {
        this.subject = subject;
    }

    /** A struct of the program. */
    public static StructType struct(Btf btf, int id) {
        SpecialFields found = find(btf, id);
        return new StructType(
                StructType.Origin.PROGRAM,
                btf,
                id,
                btf.name(id),
                found.has(FieldKind.SPIN_LOCK) || found.has(FieldKind.RES_SPIN_LOCK));
    }

    private static SpecialFields find(Btf btf, int id) {
        try {
            return SpecialFieldFinder.find(btf, id, SpecialFieldFinder.IN_OBJECTS, btf.sizeOf(id));
        } catch (KernelException unusable) {
            // The kernel would not have taken such types.
            return SpecialFields.NONE;
        }
    }

    /** The special members of an object of the program, in order of their offsets. */
    public List<SpecialField> of(StructType type) {
        Btf btf = type.btf();
        return type.isKernel() || btf == null
                ? List.of()
                : fields.computeIfAbsent(
                        type,
                        key -> find(btf, type.id()).list().stream()
                                .map(field -> view(field, btf))
                                .toList());
    }

    private List<SpecialField> of(RegisterState pointer) {
        return switch (pointer.target()) {
            case MapView map -> map.fields();
            case StructType type -> of(type);
            case null, default -> List.of();
        };
    }

    public @Nullable SpecialField field(StructType type, SpecialField.Kind kind) {
        return first(of(type), kind);
    }

    /** The member of this kind in what the register points to. */
    public @Nullable SpecialField field(RegisterState pointer, SpecialField.Kind kind) {
        return first(of(pointer), kind);
    }

    private static @Nullable SpecialField first(List<SpecialField> fields, SpecialField.Kind kind) {
        for (SpecialField field : fields) {
            if (field.kind() == kind) {
                return field;
            }
        }
        return null;
    }

    public @Nullable SpecialField fieldAt(RegisterState pointer, int offset, SpecialField.Kind kind) {
        for (SpecialField field : of(pointer)) {
            if (field.offset() == offset && field.kind() == kind) {
                return field;
            }
        }
        return null;
    }

    /** The kptr at this offset. */
    public @Nullable SpecialField kptrAt(RegisterState pointer, int offset) {
        for (SpecialField field : of(pointer)) {
            if (field.offset() == offset && field.kind().isKptr()) {
                return field;
            }
        }
        return null;
    }

    public boolean hasKptr(RegisterState pointer) {
        return of(pointer).stream().anyMatch(field -> field.kind().isKptr());
    }

    /** Whether objects of the type may be in a list or tree. */
    public boolean isGraphNode(StructType type) {
        return field(type, SpecialField.Kind.LIST_NODE) != null || field(type, SpecialField.Kind.RB_NODE) != null;
    }

    /** What a kptr points to: a struct of the kernel, or one that only the program knows. */
    public StructType pointee(SpecialField kptr) {
        StructType declared = Objects.requireNonNull(kptr.target());
        Btf kernel = subject.kernelTypes();
        if (kernel == null) {
            return new StructType(StructType.Origin.KERNEL, null, 0, declared.name());
        }
        OptionalInt id = kernel.find(declared.name(), BtfKind.STRUCT);
        return id.isPresent()
                ? new StructType(StructType.Origin.KERNEL, kernel, id.getAsInt(), declared.name())
                : declared;
    }

    /** The member as the verifier sees it. */
    public static SpecialField view(dev.skep.kernel.map.SpecialField field, @Nullable Btf btf) {
        StructType target = field.pointee() == 0 || btf == null ? null : struct(btf, field.pointee());
        return new SpecialField(
                kind(field.kind()), field.offset(), field.kind().sizeBytes(), target, field.nodeOffset());
    }

    private static SpecialField.Kind kind(FieldKind kind) {
        return switch (kind) {
            case SPIN_LOCK -> SpecialField.Kind.SPIN_LOCK;
            case RES_SPIN_LOCK -> SpecialField.Kind.RES_SPIN_LOCK;
            case TIMER -> SpecialField.Kind.TIMER;
            case WORKQUEUE -> SpecialField.Kind.WORKQUEUE;
            case TASK_WORK -> SpecialField.Kind.TASK_WORK;
            case LIST_HEAD -> SpecialField.Kind.LIST_HEAD;
            case LIST_NODE -> SpecialField.Kind.LIST_NODE;
            case RB_ROOT -> SpecialField.Kind.RB_ROOT;
            case RB_NODE -> SpecialField.Kind.RB_NODE;
            case REFCOUNT -> SpecialField.Kind.REFCOUNT;
            case KPTR_UNREFERENCED -> SpecialField.Kind.KPTR_UNREF;
            case KPTR_REFERENCED -> SpecialField.Kind.KPTR_REF;
            case KPTR_PER_CPU -> SpecialField.Kind.KPTR_PERCPU;
            case UPTR -> SpecialField.Kind.UPTR;
        };
    }
}
