package dev.skep.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RaceTest {
    /** Takes the same time for each run, and writes down when its turns were. */
    private static final class Steady implements Contender {
        private final Way way;
        private final long runNs;
        private final List<Long> results;
        private final List<Way> turns;

        Steady(Way way, long runNs, List<Long> results, List<Way> turns) {
            this.way = way;
            this.runNs = runNs;
            this.results = results;
            this.turns = turns;
        }

        @Override
        public Way way() {
            return way;
        }

        @Override
        public List<Long> firstResults() {
            return results;
        }

        @Override
        public long timeNs(int times) {
            turns.add(way);
            return runNs * times * framesRun();
        }

        @Override
        public void close() {}
    }

    private static final Race SHORT = new Race(4, 1_000_000, 0);

    private static double medianNs(Map<Way, Timing> timings, Way way) {
        return Objects.requireNonNull(timings.get(way), "timed").medianNs();
    }

    @Test
    void figuresAreForOneRunOnOneFrame() {
        List<Long> threeFrames = List.of(2L, Contender.REFUSED, 2L, 1L);
        Map<Way, Timing> timings = SHORT.run(
                List.of(
                        new Steady(Way.INTERPRETED, 4000, threeFrames, new ArrayList<>()),
                        new Steady(Way.KERNEL, 50, threeFrames, new ArrayList<>())),
                _ -> {});
        assertThat(medianNs(timings, Way.INTERPRETED)).isEqualTo(4000, within(1e-9));
        assertThat(medianNs(timings, Way.KERNEL)).isEqualTo(50, within(1e-9));
    }

    @Test
    void turnsAreTakenInAnotherOrderEachRound() {
        List<Way> turns = new ArrayList<>();
        List<Long> frame = List.of(1L);
        List<String> stages = new ArrayList<>();
        List<Contender> contenders = List.of(
                new Steady(Way.INTERPRETED, 4000, frame, turns),
                new Steady(Way.COMPILED, 100, frame, turns),
                new Steady(Way.KERNEL, 50, frame, turns));
        SHORT.run(contenders, stages::add);
        assertThat(stages)
                .containsExactly(
                        "warming up interpreted",
                        "warming up compiled",
                        "warming up kernel",
                        "round 1 of 4",
                        "round 2 of 4",
                        "round 3 of 4",
                        "round 4 of 4");
        assertThat(turns.subList(turns.size() - 12, turns.size()))
                .containsExactly(
                        Way.INTERPRETED,
                        Way.COMPILED,
                        Way.KERNEL,
                        Way.COMPILED,
                        Way.KERNEL,
                        Way.INTERPRETED,
                        Way.KERNEL,
                        Way.INTERPRETED,
                        Way.COMPILED,
                        Way.INTERPRETED,
                        Way.COMPILED,
                        Way.KERNEL);
    }

    @Test
    void onlyTheKernelIsAsFastAsItGetsFromTheStart() {
        assertThat(Way.values()).filteredOn(way -> !way.warmsUp()).containsExactly(Way.KERNEL);
    }

    @Test
    void whatRefusesEveryFrameTakesNoPart() {
        List<Contender> refused =
                List.of(new Steady(Way.INTERPRETED, 10, List.of(Contender.REFUSED), new ArrayList<>()));
        assertThat(SHORT.run(refused, _ -> {})).isEmpty();
    }

    @Test
    void quartilesOfFiveSamples() {
        Timing timing = Timing.of(
                new double[] {50, 10, 40, 20, 30},
                List.of(
                        new Timing.WarmUpStep(100, 300),
                        new Timing.WarmUpStep(200, 37),
                        new Timing.WarmUpStep(300, 31)));
        assertThat(timing.lowNs()).isEqualTo(20);
        assertThat(timing.medianNs()).isEqualTo(30);
        assertThat(timing.highNs()).isEqualTo(40);
        assertThat(timing.warmAfterNs()).as("37 is at most a quarter above 30").isEqualTo(200);
    }
}
