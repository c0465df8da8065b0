package dev.skep.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedRecordingTest {
    private static final Path RECORDING = Path.of("..", "fixtures", "recordings", "shell-pipeline.perf.data");

    private static List<RecordedEvent> all(int times) throws IOException {
        List<RecordedEvent> events = new ArrayList<>();
        try (RecordingReader reader =
                new RepeatedRecording(() -> Recordings.open(RECORDING, Strictness.STRICT), times)) {
            for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }

    @Test
    void timesGoOnAndEverythingElseIsTheSame() throws IOException {
        List<RecordedEvent> once = all(1);
        List<RecordedEvent> thrice = all(3);
        List<RecordedEvent> timed =
                once.stream().filter(event -> event.stamp().timeNs() != 0).toList();
        assertThat(thrice).hasSize(once.size() + 2 * timed.size());
        long lengthNs =
                timed.getLast().stamp().timeNs() - timed.getFirst().stamp().timeNs() + 1_000_000;
        for (int i = 0; i < timed.size(); i++) {
            RecordedEvent again = thrice.get(once.size() + timed.size() + i);
            RecordedEvent first = timed.get(i);
            assertThat(again.stamp().timeNs()).isEqualTo(first.stamp().timeNs() + 2 * lengthNs);
            assertThat(again.getClass()).isEqualTo(first.getClass());
            assertThat(again.stamp().tid()).isEqualTo(first.stamp().tid());
        }
        assertThat(thrice)
                .isSortedAccordingTo(
                        (a, b) -> Long.compare(a.stamp().timeNs(), b.stamp().timeNs()));
    }
}
