package dev.skep.testing;

import dev.skep.kernel.map.UpdateFlags;
import java.util.Objects;

/** A global variable of a program: a part of the only value of {@code .bss}, {@code .data} or {@code .rodata}. */
public final class Variable {
    private static final byte[] FIRST = new byte[4];

    private final MapBackend section;
    private final int offset;
    private final ValueType type;

    Variable(MapBackend section, int offset, ValueType type) {
        this.section = section;
        this.offset = offset;
        this.type = type;
    }

    /** Its value by its type. */
    public Object get() {
        byte[] bytes = new byte[type.sizeBytes()];
        System.arraycopy(section(), offset, bytes, 0, bytes.length);
        return type.read(bytes);
    }

    /** Its value as a number, a text or a record. */
    public <T> T get(Class<T> as) {
        return RecordMapping.as(get(), as);
    }

    /** Gives it a value. EPERM for constants: they are frozen when the object is loaded. */
    public void set(Object value) {
        byte[] whole = section();
        byte[] bytes = type.write(value);
        System.arraycopy(bytes, 0, whole, offset, bytes.length);
        section.update(FIRST, whole, UpdateFlags.ANY);
    }

    private byte[] section() {
        return Objects.requireNonNull(section.find(FIRST));
    }

    @Override
    public String toString() {
        return type.what();
    }
}
