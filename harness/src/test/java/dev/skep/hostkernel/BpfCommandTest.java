package dev.skep.hostkernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BpfCommandTest {
    /**
     * {@code enum bpf_cmd}: OBJ_PIN, OBJ_GET, PROG_ATTACH, PROG_DETACH, RAW_TRACEPOINT_OPEN, all of LINK_*,
     * ENABLE_STATS, ITER_CREATE, PROG_BIND_MAP, TOKEN_CREATE, PROG_STREAM_READ_BY_FD, and those that look for objects
     * of others.
     */
    private static final int[] ATTACH_PIN_OR_PRY = {
        6, 7, 8, 9, 11, 12, 13, 14, 16, 17, 19, 20, 23, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37
    };

    @Test
    void nothingCanBeAttachedOrPinned() {
        int[] known =
                Arrays.stream(BpfCommand.values()).mapToInt(BpfCommand::number).toArray();
        assertThat(known).doesNotContain(ATTACH_PIN_OR_PRY).hasSize(15);
    }
}
