package dev.skep.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.link.RelocationException;
import dev.skep.object.ProgramSpec;

/**
 * An object in its kernel, as other languages see it: its members are its programs, each verified when it is asked for.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("static-method") // the messages of a library are instance methods
final class ObjectValue implements TruffleObject {
    private final LoadedObject object;

    ObjectValue(LoadedObject object) {
        this.object = object;
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new NamesValue(object.linked().spec().programs().stream()
                .map(ProgramSpec::name)
                .toList());
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return object.linked().spec().program(member).isPresent();
    }

    /** @throws RefusedException with the verifier's log when the program is rejected */
    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        if (!isMemberReadable(member)) {
            throw UnknownIdentifierException.create(member);
        }
        try {
            return switch (object.load(member)) {
                case Load.Loaded(BpfProgram program) -> new ProgramValue(object.kernel(), program);
                case Load.Refused refused ->
                    throw RefusedException.by(
                            refused.program().name() + ": " + refused.verdict().errno() + "\n"
                                    + refused.verdict().log());
            };
        } catch (RelocationException | NotBuiltException unmet) {
            throw RefusedException.by(unmet.getMessage());
        }
    }
}
