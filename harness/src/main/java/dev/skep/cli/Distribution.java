package dev.skep.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    /**
     * The command that starts Skep on a JVM that compiles guest code with Graal.
     *
     * @param arguments what follows {@code skep} on the command line
     */
    List<String> compiledCommand(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UnlockExperimentalVMOptions");
        command.add("-XX:+EnableJVMCI");
        command.add("--upgrade-module-path=" + folder.resolve("graal"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+UseSerialGC");
        command.add("-Dfile.encoding=UTF-8");
        command.add("-D" + STARTED_TO_COMPILE + "=true");
        command.add("-jar");
        command.add(folder.resolve("skep.jar").toString());
        command.addAll(arguments);
        return command;
    }

    /**
     * Runs Skep again with Graal, on this process's own input and outputs.
     *
     * @return its exit code
     */
    int runCompiled(List<String> arguments) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(compiledCommand(arguments)).inheritIO().start();
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }
}
