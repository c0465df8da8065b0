package dev.skep.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.memory.AddressSpace;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SkMessageTest {
    private static final int CONTEXT_BYTES = 80;

    private final AddressSpace memory = new Kernel(KernelConfig.reference()).memory();
    private final long context = memory.allocate(CONTEXT_BYTES, 8, "sk_msg_md");

    private SkMessage message(String text) {
        return new SkMessage(memory, context, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What data and data_end of the context show. */
    private byte[] shown() {
        long data = memory.readLong(context);
        return memory.bytes(data, (int) (memory.readLong(context + 8) - data));
    }

    @Test
    void theFirstPieceIsShownUntilARangeIsPulled() {
        SkMessage message = message("abcdef");
        assertThat(shown()).isEqualTo("abcdef".getBytes(StandardCharsets.US_ASCII));
        assertThat(message.push(2, 2, 0)).isZero();
        assertThat(shown()).isEqualTo("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(message.pull(1, 6, 0)).isZero();
        assertThat(shown()).isEqualTo("b\0\0cd".getBytes(StandardCharsets.US_ASCII));
        assertThat(message.push(0, 1, 0)).isZero();
        assertThat(shown()).containsExactly(0);
        assertThat(memory.readInt(context + 68)).isEqualTo(9);
    }

    @Test
    void whatIsNotInTheMessageIsRefused() {
        SkMessage message = message("abc");
        int refused = Errno.EINVAL.result();
        assertThat(message.pull(0, 4, 0)).isEqualTo(refused);
        assertThat(message.pull(3, 4, 0)).isEqualTo(refused);
        assertThat(message.pull(2, 2, 0)).isEqualTo(refused);
        assertThat(message.pull(0, 3, 1)).isEqualTo(refused);
        assertThat(message.push(4, 1, 0)).isEqualTo(refused);
        assertThat(message.push(0, 1, 2)).isEqualTo(refused);
        assertThat(message.push(0, -1, 0)).isEqualTo(Errno.ENOMEM.result());
        assertThat(message.pop(3, 1, 0)).isEqualTo(refused);
        assertThat(message.pop(1, -1, 0)).isEqualTo(refused);
        assertThat(message.pop(0, 0, 0)).isZero();
        assertThat(message.push(9, 0, 0)).isZero();
        assertThat(message.bytes()).isEqualTo("abc".getBytes(StandardCharsets.US_ASCII));
    }

    /** However many pieces there are, the bytes are those of an array in which the same is done. */
    @Test
    void piecesHoldWhatAnArrayWouldHold() {
        long seed = 20_261_130;
        Random chance = new Random(seed);
        byte[] model = new byte[40];
        chance.nextBytes(model);
        SkMessage message = new SkMessage(memory, context, model);
        for (int step = 0; step < 2000; step++) {
            int at = chance.nextInt(model.length + 1);
            int count = chance.nextInt(12);
            switch (chance.nextInt(3)) {
                case 0 -> {
                    assertThat(message.push(at, count, 0)).isZero();
                    model = joined(
                            Arrays.copyOf(model, at), new byte[count], Arrays.copyOfRange(model, at, model.length));
                }
                case 1 -> {
                    boolean inside = count == 0 || at < model.length && at + count <= model.length;
                    assertThat(message.pop(at, count, 0)).isEqualTo(inside ? 0 : Errno.EINVAL.result());
                    if (inside && count > 0 && model.length > count) {
                        model = joined(Arrays.copyOf(model, at), Arrays.copyOfRange(model, at + count, model.length));
                    } else if (inside && count > 0) {
                        model = new byte[0];
                    }
                }
                default -> {
                    boolean inside = count > 0 && at + count <= model.length;
                    assertThat(message.pull(at, at + count, 0)).isEqualTo(inside ? 0 : Errno.EINVAL.result());
                    if (inside) {
                        assertThat(shown())
                                .as("seed %d, step %d", seed, step)
                                .isEqualTo(Arrays.copyOfRange(model, at, at + count));
                    }
                }
            }
            assertThat(message.bytes()).as("seed %d, step %d", seed, step).isEqualTo(model);
            assertThat(memory.readInt(context + 68)).isEqualTo(model.length);
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
