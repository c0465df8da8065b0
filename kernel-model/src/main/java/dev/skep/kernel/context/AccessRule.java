package dev.skep.kernel.context;

/**
 * Which sizes at which offsets are accepted for a field; what the kernel's {@code *_is_valid_access} functions decide
 * with {@code bpf_ctx_narrow_access_ok} and {@code bpf_ctx_wide_access_ok}.
 *
 * <p>Every access must be a power of two and aligned to its size. An array's rule holds for each element.
 */
public enum AccessRule {
    /** No access. */
    NONE,
    /** The field, or an element of it, as a whole. */
    WHOLE,
    /** The first element of an array, as a whole. */
    FIRST,
    /** The field as a whole, or an aligned part of it. */
    NARROW,
    /** The field as a whole, or its first bytes. */
    NARROW_START,
    /** The field as a whole, or an aligned part of it that has more than one byte. */
    NARROW_HALF,
    /** An element as a whole, or eight bytes over two elements. */
    WIDE,
    /** An element, an aligned part of it, or eight bytes over two elements. */
    NARROW_OR_WIDE,
    /** A two-byte field, an aligned part of it, or four bytes from its start: a port with the padding behind. */
    PORT,
    /** The same, or an aligned part of the padding, which holds zeros. */
    PADDED_PORT,
    /**
     * Any aligned part of an eight-byte word that begins in the field, even when the field is shorter than the word.
     */
    WORD,
    /** A whole eight-byte word that begins in the field, even when the field is shorter. */
    WHOLE_WORD;

    private static final int WORD_BYTES = Long.BYTES;

    /**
     * Whether a field may be accessed so.
     *
     * @param field the field whose rule this is
     * @param offset where the access begins in the context
     * @param size bytes accessed
     */
    boolean accepts(ContextField field, int offset, int size) {
        int within = offset - field.offset();
        if (within < 0 || size < 1 || Integer.bitCount(size) != 1 || offset % size != 0) {
            return false;
        }
        int unit = field.unitBytes();
        boolean inField = within + size <= field.size();
        boolean whole = inField && size == unit && within % unit == 0;
        boolean part = inField && size <= unit;
        boolean wide = inField && size == WORD_BYTES;
        return switch (this) {
            case NONE -> false;
            case WHOLE -> whole;
            case FIRST -> whole && within == 0;
            case NARROW -> part;
            case NARROW_START -> part && within == 0;
            case NARROW_HALF -> part && size > 1;
            case WIDE -> whole || wide;
            case NARROW_OR_WIDE -> part || wide;
            case PORT -> part || within == 0 && size == Integer.BYTES;
            case PADDED_PORT -> within + size <= Integer.BYTES;
            case WORD -> within < field.size() && within % WORD_BYTES + size <= WORD_BYTES;
            case WHOLE_WORD -> within < field.size() && size == WORD_BYTES;
        };
    }
}
