package dev.skep.language;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;

/** The bytes of a packet, each from 0 to 255, as other languages see them. */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("static-method") // the messages of a library are instance methods
final class PacketValue implements TruffleObject {
    private final byte[] packet;

    PacketValue(byte[] packet) {
        this.packet = packet;
    }

    @ExportMessage
    boolean hasArrayElements() {
        return true;
    }

    @ExportMessage
    long getArraySize() {
        return packet.length;
    }

    @ExportMessage
    boolean isArrayElementReadable(long index) {
        return index >= 0 && index < packet.length;
    }

    @ExportMessage
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        if (!isArrayElementReadable(index)) {
            throw InvalidArrayIndexException.create(index);
        }
        return packet[(int) index] & 0xff;
    }
}
