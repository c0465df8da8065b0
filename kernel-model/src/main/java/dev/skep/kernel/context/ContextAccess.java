package dev.skep.kernel.context;

/**
 * An access to a context at a fixed offset and size, resolved to its field: what the kernel's
 * {@code convert_ctx_access} makes of one instruction. Immutable; a node of the program keeps it.
 *
 * <pre>
 *   load of 1 byte at offset 17, field protocol at 16 with 4 bytes:
 *   read the whole field, shift right by 8 * (17 - 16), keep 8 bits
 * </pre>
 */
public final class ContextAccess {
    private static final long ALL = -1L;

    private final ContextField field;
    private final int element;
    private final int shift;
    private final long mask;
    private final boolean wide;

    ContextAccess(ContextField field, int offset, int size) {
        int within = offset - field.offset();
        int unit = field.unitBytes();
        this.field = field;
        boolean isPadding = within >= field.size();
        this.element = isPadding ? 0 : within / unit;
        this.wide = size > unit && field.type().endsWith("]");
        this.shift = Byte.SIZE * (within % unit);
        this.mask = isPadding ? 0 : size >= Math.min(unit, Long.BYTES) ? ALL : (1L << (Byte.SIZE * size)) - 1;
    }

    /** The field that is accessed. */
    public ContextField field() {
        return field;
    }

    /**
     * Reads.
     *
     * @return zero-extended; a whole {@code data} field gives the 64-bit address
     * @throws UnsupportedOperationException when no program of this kind runs yet
     */
    public long read(ProgramContext context) {
        FieldReader reader = field.reader();
        if (reader == null) {
            throw unsupported("read");
        }
        long value = reader.read(context, element);
        if (wide) {
            return value & 0xffff_ffffL | reader.read(context, element + 1) << Integer.SIZE;
        }
        return mask == ALL ? value : value >>> shift & mask;
    }

    /**
     * Writes; of a part of a field the rest is kept.
     *
     * @throws UnsupportedOperationException when no program of this kind runs yet
     */
    public void write(ProgramContext context, long value) {
        FieldWriter writer = field.writer();
        if (writer == null) {
            throw unsupported("written");
        }
        if (wide) {
            writer.write(context, element, value & 0xffff_ffffL);
            writer.write(context, element + 1, value >>> Integer.SIZE);
        } else if (mask == ALL) {
            writer.write(context, element, value);
        } else {
            writePart(writer, context, value);
        }
    }

    private void writePart(FieldWriter writer, ProgramContext context, long value) {
        FieldReader reader = field.reader();
        if (reader == null) {
            throw unsupported("written in part");
        }
        long kept = reader.read(context, element) & ~(mask << shift);
        writer.write(context, element, kept | (value & mask) << shift);
    }

    private UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException("context field " + field.name() + " cannot be " + what + " yet");
    }
}
