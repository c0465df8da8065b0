package dev.skep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final List<Long> SLOTS = List.of(0L, 8L, 4L, 0L, 1L, 0L, 0L, 0L, 0L);

    /** As print_log2_hist of bcc's libbpf-tools prints it. */
    @Test
    void slotsArePrintedAsTheToolsOfBccDo() {
        assertThat(Histogram.lines("usecs", SLOTS))
                .containsExactly(
                        "     usecs               : count    distribution",
                        "         0 -> 1          : 0        |                                        |",
                        "         2 -> 3          : 8        |****************************************|",
                        "         4 -> 7          : 4        |********************                    |",
                        "         8 -> 15         : 0        |                                        |",
                        "        16 -> 31         : 1        |*****                                   |");
    }

    @Test
    void onlyAStructWithSlotsIsAHistogram() {
        assertThat(Histogram.slots(Map.of("slots", SLOTS))).contains(SLOTS);
        assertThat(Histogram.slots(Map.of("slots", List.of(1L, 2L)))).isEmpty();
        assertThat(Histogram.slots(Map.of("slots", Collections.nCopies(9, "x"))))
                .isEmpty();
        assertThat(Histogram.slots(SLOTS)).isEmpty();
    }

    @Test
    void anEmptyHistogramHasNoLines() {
        assertThat(Histogram.lines("usecs", Collections.nCopies(9, 0L))).isEmpty();
    }
}
