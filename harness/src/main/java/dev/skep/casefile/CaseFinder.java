package dev.skep.casefile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds files with cases. */
public final class CaseFinder {
    private static final int DEEPEST_FOLDER = 64;
    private static final List<String> ENDINGS = List.of(".skep.yaml", ".skep.yml", ".skep.json");

    private CaseFinder() {}

    /**
     * The files that are named, and those in the folders that are named and below: case files by their endings. In the
     * same order on every system.
     *
     * @throws NoSuchFileException when one of the paths is not there
     */
    public static List<Path> find(List<Path> paths) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(CaseFileReader.shown(path));
            }
            if (Files.isDirectory(path)) {
                try (Stream<Path> below = Files.walk(path, DEEPEST_FOLDER)) {
                    below.filter(CaseFinder::isCaseFile)
                            .sorted(Comparator.comparing(CaseFileReader::shown))
                            .forEach(found::add);
                }
            } else {
                found.add(path);
            }
        }
        return found.stream().distinct().toList();
    }

    private static boolean isCaseFile(Path path) {
        String name = String.valueOf(path.getFileName());
        return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(path);
    }
}
