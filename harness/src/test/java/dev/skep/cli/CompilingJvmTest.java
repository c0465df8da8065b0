package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilingJvmTest {
    private static final List<String> ARGUMENTS = List.of("run", "a.bpf.o");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path create(String... names) throws IOException {
        Path file = folder;
        for (String name : names) {
            file = file.resolve(name);
        }
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @Test
    void withoutAnImageTheJdkGetsItsModulesReplaced() throws IOException {
        create("compiled.aot");
        CompilingJvm jvm = new CompilingJvm(folder);

        assertThat(jvm.command(ARGUMENTS))
                .contains("--upgrade-module-path=" + folder.resolve("graal"))
                .noneMatch(option -> option.startsWith("-XX:AOTCache"))
                .endsWith("run", "a.bpf.o");
        assertThat(jvm.startsFast()).isFalse();
    }

    @Test
    void anImageTakesTheCompilerAsModulesOfTheApplicationAndACacheWithIt() throws IOException {
        create("runtime", "bin", "java");
        create("runtime", "bin", "java.exe");
        CompilingJvm jvm = new CompilingJvm(folder);
        assertThat(jvm.command(ARGUMENTS))
                .contains("--module-path=" + folder.resolve("graal"), "--add-modules=jdk.graal.compiler")
                .noneMatch(option -> option.startsWith("-XX:AOTCache"));
        assertThat(jvm.command(ARGUMENTS).getFirst())
                .startsWith(folder.resolve("runtime").toString());
        assertThat(jvm.startsFast()).isFalse();

        Path cache = create("compiled.aot");
        assertThat(jvm.command(ARGUMENTS)).contains("-XX:AOTCache=" + cache);
        assertThat(jvm.startsFast()).isTrue();
    }
}
