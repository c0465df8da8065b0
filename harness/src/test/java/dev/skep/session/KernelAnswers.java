package dev.skep.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The recorded answers of a 6.18 kernel under {@code fixtures/expected}, and what they are about. */
final class KernelAnswers {
    private final Path fixtures;

    private KernelAnswers(Path fixtures) {
        this.fixtures = fixtures;
    }

    /** Files, not resources, since they are listed. Tests run in the folder of their module. */
    static KernelAnswers inTheRepository() {
        return new KernelAnswers(Path.of("..", "fixtures"));
    }

    /** Every answer that is one program over one capture, in the order of the names. */
    List<Path> overCaptures() throws IOException {
        try (Stream<Path> files = Files.walk(fixtures.resolve("expected"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(this::isOfAnObject)
                    .sorted()
                    .toList();
        }
    }

    /** What the verifier counted: every answer is one object, in the order of the names. */
    List<Path> ofTheVerifier() throws IOException {
        try (Stream<Path> files = Files.list(fixtures.resolve("expected").resolve("verifier"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    /** The object of which every program is rejected, and why. */
    Path mistakes() {
        return fixtures.resolve("mistakes").resolve("mistakes.bpf.o");
    }

    JsonTree rejections() {
        return read(fixtures.resolve("mistakes").resolve("rejections.json"));
    }

    /** Answers lie in a folder named after their object; probes lie in folders of other names. */
    private boolean isOfAnObject(Path file) {
        String folder = String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
        return Files.exists(object(folder + ".bpf.o"));
    }

    static JsonTree read(Path file) {
        try {
            return JsonTree.parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Path object(String name) {
        return fixtures.resolve("programs").resolve(name);
    }

    Path capture(String name) {
        return fixtures.resolve("recordings").resolve(name);
    }
}
