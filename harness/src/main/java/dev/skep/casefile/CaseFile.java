package dev.skep.casefile;

import java.nio.file.Path;
import java.util.List;

/**
 * A file with cases, or an object whose programs say themselves what is expected of them.
 *
 * @param path as messages call it
 */
public record CaseFile(Path path, List<TestCase> cases) {
    public CaseFile {
        cases = List.copyOf(cases);
    }
}
