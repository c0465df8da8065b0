package dev.skep.kernel.context;

import static dev.skep.kernel.context.AccessRule.NONE;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A row of a context table while it is written down: a field, and for each direction which kinds of programs may access
 * it how. {@link #field} gives what one kind of program sees.
 */
final class FieldRow {
    static final String U8 = "__u8";
    static final String BE16 = "__be16";
    static final String U32 = "__u32";
    static final String S32 = "__s32";
    static final String U64 = "__u64";
    static final String SOCK = "struct bpf_sock *";
    static final String VOID = "void *";

    /** A kind of program: its type and what it is attached to. */
    interface Kind extends BiPredicate<ProgramType, AttachType> {}

    static final Kind ANY = (type, attachType) -> true;

    private final String name;
    private final int offset;
    private final int size;
    private final String type;
    private AccessRule reads = NONE;
    private Kind readers = ANY;
    private AccessRule writes = NONE;
    private Kind writers = ANY;
    private ContextRegister register = ContextRegister.SCALAR;
    private @Nullable FieldReader reader;
    private @Nullable FieldWriter writer;

    private FieldRow(String name, int offset, int size, String type) {
        this.name = name;
        this.offset = offset;
        this.size = size;
        this.type = type;
    }

    static FieldRow row(String name, int offset, String type) {
        return new FieldRow(name, offset, sizeOf(type), type);
    }

    static FieldRow array(String name, int offset, int elements) {
        return new FieldRow(name, offset, elements * Integer.BYTES, U32 + " [" + elements + "]");
    }

    static FieldRow struct(String name, int offset, int size, String type) {
        return new FieldRow(name, offset, size, type);
    }

    static Kind types(ProgramType first, ProgramType... rest) {
        Set<ProgramType> set = EnumSet.of(first, rest);
        return (type, attachType) -> set.contains(type);
    }

    static Kind except(ProgramType first, ProgramType... rest) {
        Set<ProgramType> set = EnumSet.of(first, rest);
        return (type, attachType) -> !set.contains(type);
    }

    static Kind attached(AttachType first, AttachType... rest) {
        Set<AttachType> set = EnumSet.of(first, rest);
        return (type, attachType) -> set.contains(attachType);
    }

    FieldRow reads(AccessRule rule) {
        return reads(rule, ANY);
    }

    FieldRow reads(AccessRule rule, Kind kind) {
        reads = rule;
        readers = kind;
        return this;
    }

    FieldRow writes(AccessRule rule) {
        return writes(rule, ANY);
    }

    FieldRow writes(AccessRule rule, Kind kind) {
        writes = rule;
        writers = kind;
        return this;
    }

    FieldRow gives(ContextRegister what) {
        register = what;
        return this;
    }

    FieldRow from(FieldReader how) {
        reader = how;
        return this;
    }

    FieldRow to(FieldWriter how) {
        writer = how;
        return this;
    }

    private ContextField field(ProgramType programType, AttachType attachType) {
        return new ContextField(
                name,
                offset,
                size,
                type,
                readers.test(programType, attachType) ? reads : NONE,
                writers.test(programType, attachType) ? writes : NONE,
                register,
                reader,
                writer);
    }

    static List<ContextField> fields(List<FieldRow> rows, ProgramType type, AttachType attachType) {
        return rows.stream().map(row -> row.field(type, attachType)).toList();
    }

    private static int sizeOf(String type) {
        return switch (type) {
            case U8 -> 1;
            case BE16, "u16" -> Short.BYTES;
            case U32, S32 -> Integer.BYTES;
            default -> Long.BYTES;
        };
    }
}
