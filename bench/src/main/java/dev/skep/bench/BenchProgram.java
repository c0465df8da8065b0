package dev.skep.bench;

import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * The programs that are timed, each with what it has to return the first time it sees a frame. Their sources are in
 * {@code programs/}; what they have to return is computed another way, in {@link Arithmetic}.
 */
public enum BenchProgram {
    BINARY_SEARCH {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.searches(frame);
        }
    },
    BYTE_SCAN {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.linesColonsSpaces(frame);
        }
    },
    CHECKSUM {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.internetChecksum(frame, 14);
        }
    },
    HASH_LOOP {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.mixed(frame);
        }
    },
    HASH_MAP {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.keysSeenBefore(frame) + 1;
        }
    },
    LARGE {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.rounds(frame, 272);
        }
    },
    LOOP_CALLBACK {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.fowlerNollVo(frame, 256);
        }
    },
    LPM {
        @Override
        public int expected(byte[] frame) {
            return 1 + Arithmetic.highBytes(frame, 8);
        }
    },
    PARSE_COUNT {
        @Override
        public int expected(byte[] frame) {
            return 6 << 16 | 80;
        }
    },
    PERCPU_COUNTERS {
        @Override
        public int expected(byte[] frame) {
            return 1;
        }
    },
    RINGBUF {
        @Override
        public int expected(byte[] frame) {
            return 1;
        }
    },
    SIPHASH {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.folded(Arithmetic.sipHash24(frame, 64));
        }
    },
    SUBPROGRAMS {
        @Override
        public int expected(byte[] frame) {
            return Arithmetic.chainOfSix(frame, 64);
        }
    },
    TAIL_CALLS {
        @Override
        public int expected(byte[] frame) {
            // 1 + 4 + 7 + … + 22
            return 92;
        }
    };

    /** The name of the program that is timed in each of the objects. */
    public static final String PROGRAM = "bench";

    /** What the program returns for its first frame, as 32 bits. */
    public abstract int expected(byte[] frame);

    /** Reads the object. */
    public ObjectSpec read() {
        String file = name().toLowerCase(Locale.ROOT) + ".bpf.o";
        try (InputStream stream = BenchProgram.class.getResourceAsStream("programs/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("no " + file + " among the resources");
            }
            return ObjectReader.read(file, stream.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }
}
