package dev.skep.casefile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A test: an object in a kernel, steps, and what is expected of them.
 *
 * @param name for people
 * @param place where it begins
 * @param object the file with the program
 * @param program its name; empty where the object has only one
 * @param machine the kernel
 * @param skip why it is not run; empty when it is
 * @param setup what the maps hold before the program is loaded or runs
 * @param steps in their order
 * @param files where the files that it needs are named
 */
public record TestCase(
        String name,
        Place place,
        Path object,
        Optional<CaseNode.Scalar> program,
        MachineSetting machine,
        String skip,
        List<MapSetting> setup,
        List<Step> steps,
        Map<Path, Place> files) {
    public TestCase {
        setup = List.copyOf(setup);
        steps = List.copyOf(steps);
        files = Map.copyOf(files);
    }

    /** Where a file is named; where the case begins, if it does not say it itself. */
    Place placeOf(Path file) {
        return files.getOrDefault(file, place);
    }
}
