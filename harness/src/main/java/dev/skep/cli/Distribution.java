package dev.skep.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder that the launchers start Skep from: {@code skep.jar}, {@code lib/}, {@code java-options}, and
 * {@code graal/} with the modules that let a JDK compile guest code.
 */
record Distribution(Path folder) {
    /** Set in a JVM that was started because it compiles, so that it starts no third one. */
    static final String STARTED_TO_COMPILE = "skep.started.to.compile";

    /** Where this class was loaded from, if that is a distribution and not, say, a folder of classes in a test. */
    static Optional<Distribution> current() {
        try {
            Path jar = Path.of(Distribution.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path folder = jar.getParent();
            return folder != null && Files.isRegularFile(folder.resolve("java-options"))
                    ? Optional.of(new Distribution(folder))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Whether the launchers start Skep with classes that were loaded and linked before. */
    boolean startsFast() {
        return Files.isRegularFile(folder.resolve("skep.aot"));
    }

    /** The JVM that compiles guest code. */
    CompilingJvm compilingJvm() {
        return new CompilingJvm(folder);
    }

    /**
     * Runs Skep again with Graal, on this process's own input and outputs.
     *
     * @return its exit code
     */
    int runCompiled(List<String> arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(compilingJvm().command(arguments))
                .inheritIO()
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }
}
