package dev.skep.kernel.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedClockTest {
    private final SimulatedClock clock = new SimulatedClock(1_000, 5_000_000_000L);
    private final List<String> fired = new ArrayList<>();

    private ScheduledCall at(long timeNs, String name) {
        return clock.schedule(timeNs, () -> fired.add(name + "@" + clock.monotonicNs()));
    }

    @Test
    void callsFireInOrderOfTimeAtTheirTime() {
        at(3_000, "late");
        at(2_000, "early");
        at(9_000, "never");

        clock.advanceTo(5_000);

        assertThat(fired).containsExactly("early@2000", "late@3000");
        assertThat(clock.monotonicNs()).isEqualTo(5_000);
        assertThat(clock.nextEventNs()).isEqualTo(9_000);
    }

    @Test
    void callsOfTheSameTimeFireInOrderOfScheduling() {
        for (int i = 0; i < 20; i++) {
            at(2_000, "c" + i);
        }
        clock.advanceTo(2_000);

        for (int i = 0; i < 20; i++) {
            assertThat(fired.get(i)).isEqualTo("c" + i + "@2000");
        }
    }

    @Test
    void aCancelledCallDoesNotFire() {
        ScheduledCall call = at(2_000, "cancelled");

        assertThat(call.cancel()).isTrue();
        assertThat(call.cancel()).isFalse();
        clock.advanceTo(3_000);
        assertThat(fired).isEmpty();
    }

    @Test
    void aCallThatFiredCannotBeCancelled() {
        ScheduledCall call = at(2_000, "fired");
        clock.advanceTo(2_000);

        assertThat(call.cancel()).isFalse();
    }

    @Test
    void aTimerThatRearmsItselfFiresOnTheWay() {
        clock.schedule(2_000, new Runnable() {
            @Override
            public void run() {
                fired.add("tick@" + clock.monotonicNs());
                clock.schedule(clock.monotonicNs() + 2_000, this);
            }
        });
        clock.advanceTo(7_000);

        assertThat(fired).containsExactly("tick@2000", "tick@4000", "tick@6000");
    }

    @Test
    void aTimerThatRearmsItselfForNowFiresAMicrosecondLater() {
        clock.schedule(2_000, () -> at(2_000, "again"));
        clock.advanceTo(10_000);

        assertThat(fired).containsExactly("again@3000");
    }

    @Test
    void thePastMeansTheNextMove() {
        clock.advanceTo(5_000);
        at(1, "overdue");

        assertThat(fired).isEmpty();
        clock.fireDue();
        assertThat(fired).containsExactly("overdue@5000");
    }

    @Test
    void theClockNeverGoesBack() {
        clock.advanceTo(5_000);
        clock.advanceTo(2_000);

        assertThat(clock.monotonicNs()).isEqualTo(5_000);
    }

    @Test
    void nobodyMovesTheClockFromWithinATimer() {
        clock.schedule(2_000, () -> clock.advanceBy(1));

        assertThatThrownBy(() -> clock.advanceTo(3_000)).isInstanceOf(IllegalStateException.class);
        clock.advanceTo(4_000);
        assertThat(clock.monotonicNs()).isEqualTo(4_000);
    }

    @Test
    void theClocksShowTheSameMoment() {
        clock.advanceBy(1_000_000);

        assertThat(clock.bootNs()).isEqualTo(clock.monotonicNs());
        assertThat(clock.realtimeNs() - clock.monotonicNs()).isEqualTo(5_000_000_000L - 1_000);
        assertThat(clock.taiNs() - clock.realtimeNs()).isEqualTo(37_000_000_000L);
    }

    @Test
    void jiffiesWrapFiveMinutesAfterBoot() {
        SimulatedClock fromBoot = new SimulatedClock(0, 0);

        assertThat(fromBoot.jiffies() & 0xffff_ffffL).isEqualTo(0xffff_ffffL - 300 * 250 + 1);
        fromBoot.advanceTo(300_000_000_000L);
        assertThat(fromBoot.jiffies()).isEqualTo(1L << 32);
    }
}
