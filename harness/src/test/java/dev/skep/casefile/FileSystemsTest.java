package dev.skep.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.skep.language.BpfEngine;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Case files where paths and ends of lines are those of Windows, macOS or Linux: the same tests, the same reports. */
@Tag("engine")
class FileSystemsTest {
    private static final Path OBJECT = Path.of("..", "fixtures", "programs", "firewall.bpf.o");
    private static final String CASES = """
            object: ../objects/firewall.bpf.o
            cases:
              - name: passes
                packet: |
                  ipv4 10.0.0.9 > 10.0.0.1
                  udp 1 > 2
                expect: {return: XDP_PASS}
              - name: fails
                hex: 00
                expect: {return: XDP_PASS}
            """;

    private static String reports(Configuration system, String lineEnd) throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(system);
                BpfEngine engine = BpfEngine.open()) {
            Path work = files.getPath("work");
            Path cases = work.resolve("cases");
            Files.createDirectories(cases);
            Files.createDirectories(work.resolve("objects"));
            Files.copy(OBJECT, work.resolve("objects").resolve("firewall.bpf.o"));
            Files.writeString(cases.resolve("a.skep.yaml"), CASES.replace("\n", lineEnd));
            List<Path> found = CaseFinder.find(List.of(work));
            assertThat(found).hasSize(1);
            CaseRunner runner = new CaseRunner(() -> engine, CaseRunner.Backend.SIMULATED);
            StringBuilder text = new StringBuilder();
            List<CaseResult> results = new ArrayList<>();
            for (TestCase test : CaseFileReader.read(found.getFirst()).cases()) {
                results.add(runner.run(test));
                text.append(CaseText.of(results.getLast()));
                text.append(ActionsReport.annotations(results.getLast()));
            }
            Path reports = work.resolve("reports");
            JUnitXml.write(reports, found.getFirst(), results);
            try (Stream<Path> written = Files.list(reports)) {
                Path xml = written.findFirst().orElseThrow();
                text.append(xml.getFileName()).append('\n');
                text.append(Files.readString(xml).replaceAll("(time|timestamp|hostname)=\"[^\"]*\"", ""));
            }
            return text.toString();
        }
    }

    @Test
    void reportsAreTheSameEverywhere() throws IOException {
        String linux = reports(Configuration.unix(), "\n");
        assertThat(linux)
                .contains("  ok       passes\n", "  FAILED   fails\n", "line 10", "work/cases/a.skep.yaml")
                .doesNotContain("\r", "\\");
        assertThat(reports(Configuration.windows(), "\r\n")).isEqualTo(linux);
        assertThat(reports(Configuration.osX(), "\n")).isEqualTo(linux);
    }
}
