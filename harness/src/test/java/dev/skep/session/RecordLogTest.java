package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.report.Records;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class RecordLogTest {
    private static final int MANY = 300_000;

    private static String shown(int cpu, byte[] bytes) {
        return cpu + ":" + bytes.length + ":" + (bytes.length == 0 ? "" : bytes[0] + "," + bytes[bytes.length - 1]);
    }

    /** Bytes whose first and last tell which record it is. */
    private static byte[] bytes(int number, int size) {
        byte[] bytes = new byte[size];
        if (size > 0) {
            bytes[0] = (byte) (number >> 7);
            bytes[size - 1] = (byte) number;
        }
        return bytes;
    }

    /** Sizes from nothing to more than is kept in memory at all. */
    private static int size(int number) {
        return number % 50_000 == 49_999 ? (3 << 20) + number : number % 23;
    }

    @Test
    void nothingWasWritten() {
        assertThat(new RecordLog<>(RecordLogTest::shown).records().toList()).isEmpty();
    }

    @Test
    void recordsComeBackInOrderHoweverManyThereAre() {
        RecordLog<String> log = new RecordLog<>(RecordLogTest::shown);
        for (int number = 0; number < MANY; number++) {
            log.add(number & 3, bytes(number, size(number)));
        }
        Records<String> records = log.records();
        assertThat(records.count()).isEqualTo(MANY);
        for (int round = 0; round < 2; round++) {
            Iterator<String> each = records.iterator();
            for (int number = 0; number < MANY; number++) {
                assertThat(each.next()).isEqualTo(shown(number & 3, bytes(number, size(number))));
            }
            assertThat(each.hasNext()).isFalse();
        }
    }

    @Test
    void recordsThatComeLaterAreNotAmongThoseThatWereAskedFor() {
        RecordLog<String> log = new RecordLog<>(RecordLogTest::shown);
        log.add(0, bytes(1, 8));
        Records<String> before = log.records();
        log.add(1, bytes(2, 8));
        assertThat(before.toList()).hasSize(1);
        assertThat(log.records().toList()).hasSize(2);
    }
}
