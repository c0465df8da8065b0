package dev.skep.kernel.context;

/** Reads a field of a context from the Java object that stands behind it. */
@FunctionalInterface
public interface FieldReader {
    /**
     * Reads the field.
     *
     * @param element index in an array, else 0
     * @return the value, zero-extended; an address for {@code data} and its like, even where the field has four bytes
     */
    long read(ProgramContext context, int element);
}
