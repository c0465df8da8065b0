package dev.skep.speed;

import dev.skep.speed.Timing.WarmUpStep;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Times contenders against each other: each is warmed up for itself, and then they take turns, in an order that changes
 * each round, so that what slows the machine down slows all of them down.
 *
 * @param rounds how often each takes its turn
 * @param turnNs about how long a turn is
 * @param warmUpNs how long to warm up at least
 */
public record Race(int rounds, long turnNs, long warmUpNs) {
    /** A ring buffer holds so many records of any size that programs write, before it is read. */
    private static final int MAX_TIMES = 100_000;

    /** So many runs, and what is compiled is compiled for the last time. */
    private static final int MIN_RUNS = 30_000;

    /** Warming up ends when the last so many steps are no faster than those before them. */
    private static final int STEPS_COMPARED = 5;

    private static final double NO_FASTER = 0.97;
    private static final int PATIENCE = 8;
    private static final int STEPS_A_TURN = 4;

    public static final Race USUAL = new Race(15, 20_000_000, 1_500_000_000);

    public Race {
        if (rounds < 1) {
            throw new IllegalArgumentException("a race of " + rounds + " rounds");
        }
    }

    public Race withRounds(int value) {
        return new Race(value, turnNs, warmUpNs);
    }

    /** Is told, in a few words, what begins. */
    public interface Watcher {
        void begins(String stage);
    }

    /** Lets them run. Those for which every frame was refused are left out. */
    public Map<Way, Timing> run(List<Contender> contenders, Watcher watcher) {
        List<Lane> lanes = new ArrayList<>();
        for (Contender contender : contenders) {
            if (contender.framesRun() > 0) {
                lanes.add(new Lane(contender));
            }
        }
        for (Lane lane : lanes) {
            watcher.begins("warming up " + lane.contender.way().text());
            lane.warmUp();
        }
        for (int round = 0; round < rounds; round++) {
            watcher.begins("round " + (round + 1) + " of " + rounds);
            for (int turn = 0; turn < lanes.size(); turn++) {
                lanes.get((round + turn) % lanes.size()).takeTurn(round);
            }
        }
        Map<Way, Timing> timings = new EnumMap<>(Way.class);
        lanes.forEach(lane -> timings.put(lane.contender.way(), Timing.of(lane.samples, lane.steps)));
        return timings;
    }

    /** A contender with what was measured of it. */
    private final class Lane {
        private final Contender contender;
        private final double[] samples = new double[rounds];
        private final List<WarmUpStep> steps = new ArrayList<>();
        private int times = 1;

        Lane(Contender contender) {
            this.contender = contender;
        }

        void takeTurn(int round) {
            samples[round] = runNs();
        }

        private double runNs() {
            return (double) contender.timeNs(times) / times / contender.framesRun();
        }

        /** Patience is counted in processor time of the process: on a busy machine the compiler takes its time. */
        void warmUp() {
            long start = System.nanoTime();
            long startOfProcessNs = ProcessorTime.ofProcessNs();
            long runs = 0;
            while (true) {
                double runNs = runNs();
                runs += (long) times * contender.framesRun();
                long elapsedNs = System.nanoTime() - start;
                steps.add(new WarmUpStep(elapsedNs, runNs));
                boolean isWarm =
                        elapsedNs >= warmUpNs && (!contender.way().warmsUp() || runs >= MIN_RUNS && isSteady());
                if (isWarm || ProcessorTime.ofProcessNs() - startOfProcessNs >= PATIENCE * warmUpNs) {
                    times = times(runNs, turnNs);
                    return;
                }
                times = Math.min(times(runNs, turnNs / STEPS_A_TURN), 2 * times);
            }
        }

        private int times(double runNs, long forNs) {
            return Math.clamp((long) (forNs / Math.max(runNs, 0.1) / contender.framesRun()), 1, MAX_TIMES);
        }

        private boolean isSteady() {
            int count = steps.size();
            return count >= 2 * STEPS_COMPARED
                    && best(count - STEPS_COMPARED, count)
                            >= NO_FASTER * best(count - 2 * STEPS_COMPARED, count - STEPS_COMPARED);
        }

        private double best(int from, int to) {
            return steps.subList(from, to).stream()
                    .mapToDouble(WarmUpStep::runNs)
                    .min()
                    .orElseThrow();
        }
    }
}
