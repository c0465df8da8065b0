package dev.skep.verifier.check;

import dev.skep.kernel.program.ReturnRange;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a context, or of a socket, may be read and written; the kernel's {@code is_valid_access()}. The tables
 * stand with the contexts.
 */
@FunctionalInterface
public interface AccessRules {
    /**
     * Looks an access up.
     *
     * @param offset bytes from the start, may be negative or too large
     * @param size 1, 2, 4 or 8 bytes
     * @return what is loaded, or null when that may not be done
     */
    @Nullable
    Field find(int offset, int size, Access access);

    /** What is done with the memory. */
    enum Access {
        READ,
        READ_SIGN_EXTENDED,
        WRITE
    }

    /**
     * What is accessed.
     *
     * @param type of what a load gives
     * @param target of a BTF pointer: to what
     * @param fieldSize bytes of the field, when only a part of it is loaded, else 0
     * @param range of a number's lower half; null when nothing is known
     */
    record Field(
            RegisterType type,
            @Nullable StructType target,
            int fieldSize,
            @Nullable ReturnRange range) {
        public static final Field SCALAR = new Field(RegisterType.SCALAR, null, 0);

        public Field(RegisterType type, @Nullable StructType target, int fieldSize) {
            this(type, target, fieldSize, null);
        }

        /** What the function returned that the program is attached to. */
        public static Field returned(ReturnRange range) {
            return new Field(RegisterType.SCALAR, null, 0, range.isUnchecked() ? null : range);
        }
    }
}
