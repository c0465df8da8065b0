package dev.skep.nodes;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.MaterializedFrame;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;

/**
 * The registers of a stopped function, as a debugger shows local variables: {@code r0} to {@code r10}, as signed 64-bit
 * numbers.
 */
@ExportLibrary(InteropLibrary.class)
final class RegisterScope implements TruffleObject {
    private final MaterializedFrame frame;
    private final Code code;

    RegisterScope(MaterializedFrame frame, Code code) {
        this.frame = frame;
        this.code = code;
    }

    @ExportMessage
    boolean isScope() {
        return true;
    }

    @ExportMessage
    boolean hasLanguage() {
        return true;
    }

    @ExportMessage
    Class<? extends TruffleLanguage<?>> getLanguage() {
        return code.languageClass();
    }

    @ExportMessage
    Object toDisplayString(boolean allowSideEffects) {
        return code.name();
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    Object getMembers(boolean includeInternal) {
        return new Names();
    }

    @ExportMessage
    boolean isMemberReadable(String member) {
        return number(member) >= 0;
    }

    @ExportMessage
    Object readMember(String member) throws UnknownIdentifierException {
        int register = number(member);
        if (register < 0) {
            throw UnknownIdentifierException.create(member);
        }
        return frame.getLongStatic(register);
    }

    @TruffleBoundary
    private static int number(String member) {
        for (int register = 0; register <= Frames.R10; register++) {
            if (member.equals(name(register))) {
                return register;
            }
        }
        return -1;
    }

    private static String name(int register) {
        return "r" + register;
    }

    /** The names, as an array of the interop protocol. */
    @ExportLibrary(InteropLibrary.class)
    static final class Names implements TruffleObject {
        @ExportMessage
        boolean hasArrayElements() {
            return true;
        }

        @ExportMessage
        long getArraySize() {
            return Frames.R10 + 1;
        }

        @ExportMessage
        boolean isArrayElementReadable(long index) {
            return index >= 0 && index <= Frames.R10;
        }

        @ExportMessage
        @TruffleBoundary
        Object readArrayElement(long index) throws InvalidArrayIndexException {
            if (!isArrayElementReadable(index)) {
                throw InvalidArrayIndexException.create(index);
            }
            return name((int) index);
        }
    }
}
