package dev.skep.language;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.ArityException;
import com.oracle.truffle.api.interop.InteropException;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnsupportedTypeException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.BpfProgram;

/**
 * A program, as other languages see it: a function of the bytes of a packet, as {@code BPF_PROG_TEST_RUN} runs it on
 * the first CPU.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("static-method") // the messages of a library are instance methods
final class ProgramValue implements TruffleObject {
    private static final InteropLibrary INTEROP = InteropLibrary.getUncached();

    private final Kernel kernel;
    private final BpfProgram program;

    ProgramValue(Kernel kernel, BpfProgram program) {
        this.kernel = kernel;
        this.program = program;
    }

    @ExportMessage
    boolean isExecutable() {
        return true;
    }

    /**
     * Runs the program.
     *
     * @param arguments one: an array or a buffer of bytes
     * @return a {@link RunValue}
     * @throws RefusedException when the kernel has no test runs for programs of this type, or refuses the packet
     */
    @ExportMessage
    @TruffleBoundary
    Object execute(Object[] arguments) throws ArityException, UnsupportedTypeException {
        if (arguments.length != 1) {
            throw ArityException.create(1, 1, arguments.length);
        }
        byte[] packet = bytes(arguments);
        TestRun run = testRun();
        accept(run.begin(packet, 0, packet.length));
        long returned = program.executable().run(run.invocation());
        accept(run.end());
        byte[] left = new byte[run.outputLength()];
        run.output(left, 0);
        return new RunValue(returned & 0xffff_ffffL, program.type(), left);
    }

    private TestRun testRun() {
        try {
            return TestRun.of(kernel, program, 0);
        } catch (IllegalArgumentException noTestRuns) {
            throw RefusedException.by(noTestRuns.getMessage());
        }
    }

    private void accept(int result) {
        if (result != 0) {
            throw RefusedException.by(program.name() + ": the packet is refused: " + Errno.of(-result));
        }
    }

    private static byte[] bytes(Object[] arguments) throws UnsupportedTypeException {
        Object packet = arguments[0];
        try {
            if (INTEROP.hasBufferElements(packet)) {
                byte[] bytes = new byte[Math.toIntExact(INTEROP.getBufferSize(packet))];
                INTEROP.readBuffer(packet, 0, bytes, 0, bytes.length);
                return bytes;
            }
            if (INTEROP.hasArrayElements(packet)) {
                byte[] bytes = new byte[Math.toIntExact(INTEROP.getArraySize(packet))];
                for (int i = 0; i < bytes.length; i++) {
                    // Languages count bytes from -128 or from 0.
                    bytes[i] = (byte) INTEROP.asInt(INTEROP.readArrayElement(packet, i));
                }
                return bytes;
            }
        } catch (InteropException | ArithmeticException notBytes) {
            throw UnsupportedTypeException.create(arguments, "expected an array or a buffer of bytes", notBytes);
        }
        throw UnsupportedTypeException.create(arguments, "expected an array or a buffer of bytes");
    }
}
