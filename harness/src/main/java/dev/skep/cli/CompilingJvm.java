package dev.skep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;

/**
 * The JVM that compiles guest code with Graal, and how it is started.
 *
 * <p>Graal comes as modules that take the place of empty ones in the JDK. A JVM that is told to replace modules uses no
 * AOT cache, so that it loads and warms up the whole compiler each time, for seconds. A runtime image without the empty
 * modules needs no replacing. It is made once, with a cache of what a run that compiles has loaded and profiled; where
 * that is not possible, the JDK itself is started.
 *
 * <pre>
 *   graal/           the modules of the compiler
 *   runtime/         the image: the JDK without its place holders for the compiler
 *   compiled.aot     the cache; the JVM ignores it when it does not fit
 * </pre>
 */
record CompilingJvm(Path folder) {
    private static final String RUNTIME = "runtime";
    private static final String CACHE = "compiled.aot";

    /** All that Skep, Truffle and Graal need. */
    private static final String MODULES =
            "java.se,jdk.crypto.ec,jdk.internal.vm.ci,jdk.jfr,jdk.management," + "jdk.unsupported,jdk.zipfs";

    /** The command that starts Skep; its arguments are what follows {@code skep} on the command line. */
    List<String> command(List<String> arguments) {
        List<String> cache = Files.isRegularFile(cache()) ? List.of("-XX:AOTCache=" + cache()) : List.of();
        return command(cache, arguments);
    }

    private List<String> command(List<String> cacheOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add((hasImage() ? java() : ownJava()).toString());
        command.add("-XX:+UnlockExperimentalVMOptions");
        command.add("-XX:+EnableJVMCI");
        if (hasImage()) {
            command.add("--module-path=" + folder.resolve("graal"));
            command.add("--add-modules=jdk.graal.compiler");
            command.addAll(cacheOptions);
        } else {
            command.add("--upgrade-module-path=" + folder.resolve("graal"));
        }
        command.add("-Xlog:disable");
        command.add("-Xlog:all=off");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+UseSerialGC");
        // The compiler fills a young generation of the usual size many times before it has compiled anything.
        command.add("-Xms256m");
        command.add("-Xmn160m");
        command.add("-Dfile.encoding=UTF-8");
        command.add("-D" + Distribution.STARTED_TO_COMPILE + "=true");
        command.add("-jar");
        command.add(folder.resolve("skep.jar").toString());
        command.addAll(arguments);
        return command;
    }

    /** Whether it starts with a compiler that was loaded and profiled before. */
    boolean startsFast() {
        return hasImage() && Files.isRegularFile(cache());
    }

    private static Path ownJava() {
        return java(Path.of(System.getProperty("java.home")));
    }

    private Path java() {
        return java(folder.resolve(RUNTIME));
    }

    private static Path java(Path home) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return home.resolve("bin").resolve(windows ? "java.exe" : "java");
    }

    private boolean hasImage() {
        return Files.isRegularFile(java());
    }

    private Path cache() {
        return folder.resolve(CACHE);
    }

    /**
     * Makes the image and the cache.
     *
     * @throws BadInputException where this JDK makes no images, or the JVM with Graal does not start
     */
    void prepare() throws IOException, InterruptedException {
        Files.deleteIfExists(cache());
        if (!hasImage()) {
            link();
        }
        List<String> training = command(List.of("-XX:AOTCacheOutput=" + cache()), List.of(TrainCompiledCommand.NAME));
        int exitCode = new ProcessBuilder(training)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exitCode != 0 || !Files.isRegularFile(cache())) {
            Files.deleteIfExists(cache());
            throw new BadInputException("no cache for compiled runs: the training run ended with " + exitCode);
        }
    }

    private void link() {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new BadInputException("no runtime image: this JDK has no jlink"));
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        int exitCode = jlink.run(
                nowhere,
                nowhere,
                "--add-modules",
                MODULES,
                "--no-header-files",
                "--no-man-pages",
                "--output",
                folder.resolve(RUNTIME).toString());
        if (exitCode != 0 || !hasImage()) {
            throw new BadInputException("no runtime image: jlink ended with " + exitCode);
        }
    }
}
