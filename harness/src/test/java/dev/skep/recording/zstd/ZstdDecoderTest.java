package dev.skep.recording.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against another implementation's compressor. */
class ZstdDecoderTest {
    private static byte[] compressed(byte[] plain) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] target = new byte[compressor.maxCompressedLength(plain.length)];
        return Arrays.copyOf(target, compressor.compress(plain, 0, plain.length, target, 0, target.length));
    }

    private static byte[] decompressed(byte[] stream, int piece) throws MalformedZstdException {
        ZstdDecoder decoder = new ZstdDecoder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < stream.length; at += piece) {
            decoder.feed(stream, at, Math.min(piece, stream.length - at));
            while (decoder.advance()) {
                out.writeBytes(decoder.take(decoder.available()));
            }
        }
        return out.toByteArray();
    }

    /** Words that come again, noise that does not, and runs. */
    private static byte[] contents(long seed, int size) {
        Random random = new Random(seed);
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; ) {
            int length = Math.min(size - at, 1 + random.nextInt(400));
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(bytes, at, at + length, (byte) random.nextInt());
                case 1 -> {
                    for (int i = 0; i < length; i++) {
                        bytes[at + i] = (byte) ("eilnorst ,.".charAt(random.nextInt(11)));
                    }
                }
                default -> {
                    int back = at == 0 ? 0 : random.nextInt(at);
                    System.arraycopy(bytes, back, bytes, at, Math.min(length, at - back));
                }
            }
            at += length;
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 300, 5_000, 140_000, 3_000_000})
    void whatWasCompressedComesBackWhateverThePieces(int size) throws MalformedZstdException {
        byte[] plain = contents(size, size);
        byte[] stream = compressed(plain);
        assertThat(decompressed(stream, stream.length)).isEqualTo(plain);
        assertThat(decompressed(stream, 777)).isEqualTo(plain);
    }

    @Test
    void framesFollowOneAnother() throws MalformedZstdException {
        byte[] first = compressed(contents(1, 1000));
        byte[] second = compressed(contents(2, 2000));
        byte[] skippable = {0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9};
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(first);
        stream.writeBytes(skippable);
        stream.writeBytes(second);
        assertThat(decompressed(stream.toByteArray(), 100)).hasSize(3000).endsWith(contents(2, 2000));
    }

    @Test
    void brokenStreamsAreRefusedOrDifferentButNeverMore() {
        long seed = 20_251_130;
        Random random = new Random(seed);
        byte[] stream = compressed(contents(3, 20_000));
        int refused = 0;
        for (int i = 0; i < 3_000; i++) {
            byte[] broken = stream.clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            try {
                decompressed(broken, 1 << 16);
            } catch (MalformedZstdException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void otherBytesAreNoStream() {
        assertThatThrownBy(() -> decompressed(new byte[16], 16))
                .isInstanceOf(MalformedZstdException.class)
                .hasMessageContaining("expected 0xfd2fb528");
    }
}
