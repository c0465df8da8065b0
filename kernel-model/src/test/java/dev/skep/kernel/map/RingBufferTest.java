package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RingBufferTest {

    @Test
    void recordsLieWhereTheKernelPutsThem() {
        List<Json> rows = Probe.rows("ringbuf");
        int steps = 0;
        for (Json row : rows) {
            Kernel kernel = Probe.kernel();
            RingBuffer ring = ring(kernel, row.word("size"));
            for (Json step : row.get("steps").items()) {
                if (step.has("rejected")) {
                    continue; // by the verifier
                }
                steps++;
                assertThat(answer(kernel, ring, step)).as(row + " " + step).isEqualTo(expected(step));
            }
            if (row.has("bytes")) {
                byte[] data = kernel.memory().bytes(ring.data(), row.word("size"));
                assertThat(withoutZerosAtEnd(Probe.hex(data)))
                        .as(row.toString())
                        .isEqualTo(row.text("bytes"));
            }
        }
        assertThat(steps).isGreaterThanOrEqualTo(60);
    }

    private static String expected(Json step) {
        if (step.text("do").equals("consume")) {
            return "";
        }
        String positions = step.has("producer") ? " " + step.word("consumer") + " " + step.word("producer") : "";
        return step.get("returns") + positions;
    }

    private static String answer(Kernel kernel, RingBuffer ring, Json step) {
        String action = step.text("do");
        if (action.equals("consume")) {
            ring.consumeTo(step.word("to"));
            return "";
        }
        if (action.equals("query")) {
            List<Long> answers = new ArrayList<>();
            for (long what = 0; what <= 4; what++) {
                answers.add(ring.query(what));
            }
            return answers.toString();
        }
        long size = step.get("size").number();
        long returned = action.equals("output") ? output(kernel, ring, step, size) : reserve(kernel, ring, step, size);
        return returned + " " + ring.query(RingBuffer.CONS_POS) + " " + ring.query(RingBuffer.PROD_POS);
    }

    private static long output(Kernel kernel, RingBuffer ring, Json step, long size) {
        byte[] bytes = new byte[(int) size];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (3 * i + 1);
        }
        return ring.output(
                Probe.put(kernel, bytes),
                size,
                step.has("flags") ? step.get("flags").number() : 0);
    }

    /** A reservation with flags gets nothing; that is the helper's part. */
    private static long reserve(Kernel kernel, RingBuffer ring, Json step, long size) {
        if (step.has("flags") && step.get("flags").value() instanceof Long) {
            return 0;
        }
        long record = ring.reserve(size);
        if (record == 0) {
            return 0;
        }
        if (size > 0) {
            kernel.memory().writeByte(record, (byte) 0x5a);
        }
        RingBuffer found = Objects.requireNonNull(RingBuffer.ofRecord(kernel, record));
        assertThat(found).isSameAs(ring);
        if (step.text("do").endsWith("discard")) {
            found.discard(record, 0);
        } else {
            found.submit(record, 0);
        }
        return 1;
    }

    private static String withoutZerosAtEnd(String hex) {
        int end = hex.length();
        while (end > 0 && hex.startsWith("00", end - 2)) {
            end -= 2;
        }
        return hex.substring(0, end);
    }

    private static RingBuffer ring(Kernel kernel, int size) {
        return (RingBuffer) kernel.maps().create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, size));
    }

    @Property(tries = 200)
    void theConsumerGetsWhatWasSubmittedInOrder(
            @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 3000) Integer> sizes) {
        Kernel kernel = Probe.kernel();
        RingBuffer ring = ring(kernel, 4096);
        List<String> expected = new ArrayList<>();
        List<String> consumed = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            byte[] bytes = new byte[sizes.get(i)];
            java.util.Arrays.fill(bytes, (byte) i);
            long address = Probe.put(kernel, bytes);
            if (ring.output(address, bytes.length, 0) != 0) {
                ring.consume().forEach(record -> consumed.add(Probe.hex(record)));
                assertThat(ring.output(address, bytes.length, 0)).isZero();
            }
            expected.add(Probe.hex(bytes));
        }
        ring.consume().forEach(record -> consumed.add(Probe.hex(record)));
        assertThat(consumed).isEqualTo(expected);
    }

    @Test
    void aRecordThatIsStillWrittenHoldsBackThoseBehindIt() {
        Kernel kernel = Probe.kernel();
        RingBuffer ring = ring(kernel, 4096);
        long first = ring.reserve(8);
        ring.output(Probe.put(kernel, new byte[] {1}), 1, 0);

        assertThat(ring.consume()).isEmpty();
        ring.discard(first, 0);
        assertThat(ring.consume()).containsExactly(new byte[] {1});
        assertThat(ring.query(RingBuffer.AVAIL_DATA)).isZero();
    }

    @Test
    void onlyRecordsLeadToARingBuffer() {
        Kernel kernel = Probe.kernel();
        RingBuffer ring = ring(kernel, 4096);

        assertThat(RingBuffer.ofRecord(kernel, 0)).isNull();
        assertThat(RingBuffer.ofRecord(kernel, ring.address())).isNull();
        assertThat(RingBuffer.ofRecord(kernel, -1)).isNull();
    }
}
