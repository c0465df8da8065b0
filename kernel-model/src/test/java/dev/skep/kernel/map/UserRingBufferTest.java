package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserRingBufferTest {

    /**
     * The program of the probe: its callback ends the drain when it has seen as many samples as the limit says, and a
     * last one more.
     */
    @Test
    void whatUserSpaceLeavesIsDrainedAsInTheKernel() {
        List<Json> rows = Probe.rows("user_ringbuf");
        int asked = 0;
        for (Json row : rows) {
            UserRingBuffer ring = ring(Probe.kernel());
            String data = row.text("data");
            byte[] bytes = data.matches("[0-9a-f]*") ? Probe.hex(data) : wholeRing();
            ring.write(bytes, row.get("producer").number());
            for (Json call : row.get("calls").items()) {
                int seen = drain(ring, call.word("batch_limit") == 1 ? 1 : Integer.MAX_VALUE);
                asked++;
                assertThat(seen).as(row + " " + call).isEqualTo(call.word("seen"));
                assertThat(ring.consumerPosition())
                        .as(row + " " + call)
                        .isEqualTo(call.get("consumer").number());
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(36);
    }

    /** One sample of 4088 bytes. */
    private static byte[] wholeRing() {
        byte[] bytes = new byte[4096];
        System.arraycopy(Probe.u32(4088), 0, bytes, 0, 4);
        return bytes;
    }

    private static int drain(UserRingBuffer ring, int limit) {
        int seen = 0;
        while (seen < limit) {
            int result = ring.peek();
            if (result == Errno.EAGAIN.result()) {
                continue;
            }
            if (result != 0) {
                return seen;
            }
            seen++;
            ring.release();
        }
        return seen;
    }

    @Test
    void submittedSamplesComeOutInOrder() {
        Kernel kernel = Probe.kernel();
        UserRingBuffer ring = ring(kernel);
        for (int round = 0; round < 100; round++) {
            byte[] sample = new byte[round * 37 % 2000];
            java.util.Arrays.fill(sample, (byte) round);
            ring.submit(sample);
            assertThat(ring.peek()).isZero();
            assertThat(kernel.memory().bytes(ring.sample(), ring.sampleSize())).isEqualTo(sample);
            ring.release();
        }
        assertThat(ring.peek()).isEqualTo(Errno.ENODATA.result());
    }

    @Test
    void aSampleThatDoesNotFitIsRefused() {
        UserRingBuffer ring = ring(Probe.kernel());

        assertThat(Probe.errno(() -> ring.submit(new byte[4089]))).isEqualTo(Errno.E2BIG.number());
        assertThat(Probe.errno(() -> ring.submit(new byte[4088]))).isZero();
        assertThat(Probe.errno(() -> ring.submit(new byte[0]))).isEqualTo(Errno.ENOSPC.number());
    }

    private static UserRingBuffer ring(Kernel kernel) {
        return (UserRingBuffer) kernel.maps().create(MapSpec.of("ring", MapType.USER_RINGBUF, 0, 0, 4096));
    }
}
