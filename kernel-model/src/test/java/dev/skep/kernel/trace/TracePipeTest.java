package dev.skep.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TracePipeTest {
    private static final TraceLine LINE = new TraceLine(123_456_789_499L, 1, "curl", 4242, "hello 7");

    @Test
    void aLineLooksAsInTracefs() {
        assertThat(LINE.render())
                .isEqualTo("            curl-4242    [001] .....   123.456789: bpf_trace_printk: hello 7");
    }

    @Test
    void drainedLinesAreGone() {
        TracePipe pipe = new TracePipe();
        pipe.print(LINE);

        assertThat(pipe.lines()).containsExactly(LINE);
        assertThat(pipe.drain()).containsExactly(LINE);
        assertThat(pipe.lines()).isEmpty();
    }

    @Test
    void theOldestLinesAreLostWhenNobodyReads() {
        TracePipe pipe = new TracePipe();
        for (int i = 0; i < TracePipe.CAPACITY_LINES + 3; i++) {
            pipe.print(new TraceLine(i, 0, "t", 1, ""));
        }

        assertThat(pipe.lost()).isEqualTo(3);
        assertThat(pipe.lines().getFirst().timeNs()).isEqualTo(3);
    }
}
