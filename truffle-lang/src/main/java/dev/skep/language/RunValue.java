package dev.skep.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.ReturnCodes;
import java.util.List;
import java.util.Objects;

/**
 * What came of a run, as other languages see it: {@code returned} is the number, {@code name} what programs of this
 * type call it (the number in decimal where they have no name), {@code packet} the bytes that the program left.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("static-method") // the messages of a library are instance methods
final class RunValue implements TruffleObject {
    private static final List<String> MEMBERS = List.of("returned", "name", "packet");

    private final long returned;
    private final ProgramType type;
    private final byte[] packet;

    RunValue(long returned, ProgramType type, byte[] packet) {
        this.returned = returned;
        this.type = type;
        this.packet = packet;
    }

    @ExportMessage
    boolean hasMembers() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return new NamesValue(MEMBERS);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberReadable(String member) {
        return MEMBERS.contains(member);
    }

    @ExportMessage
    @TruffleBoundary
    Object readMember(String member) throws UnknownIdentifierException {
        return switch (member) {
            case "returned" -> returned;
            case "name" -> Objects.requireNonNullElse(ReturnCodes.name(type, (int) returned), Long.toString(returned));
            case "packet" -> new PacketValue(packet);
            default -> throw UnknownIdentifierException.create(member);
        };
    }
}
