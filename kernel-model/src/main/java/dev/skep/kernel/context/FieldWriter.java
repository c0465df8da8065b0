package dev.skep.kernel.context;

/** Writes a field of a context to the Java object that stands behind it. */
@FunctionalInterface
public interface FieldWriter {
    /**
     * Writes the whole field.
     *
     * @param element index in an array, else 0
     */
    void write(ProgramContext context, int element, long value);
}
