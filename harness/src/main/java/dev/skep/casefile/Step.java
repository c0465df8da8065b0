package dev.skep.casefile;

import java.util.List;
import java.util.Optional;

/**
 * Something happens, then something is expected.
 *
 * @param number counted from 1; 0 for the only step of a case that has no list of them
 * @param settings put into maps before
 * @param advanceNs how much time passes before
 * @param program the one that runs, where it is not the case's
 */
record Step(
        int number,
        Place place,
        List<MapSetting> settings,
        long advanceNs,
        Optional<CaseNode.Scalar> program,
        Input input,
        List<Expectation> expectations) {
    Step {
        settings = List.copyOf(settings);
        expectations = List.copyOf(expectations);
    }
}
