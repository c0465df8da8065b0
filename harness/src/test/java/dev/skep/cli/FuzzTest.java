package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input that somebody broke: thousands of seeded mutations of objects, captures, cases, programs and statistics through
 * the command line. Each ends in an answer, in a rejection (1), or in one line that names the file (3): never in a
 * stack trace, a hang, or an error of ours.
 */
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
class FuzzTest {
    private static final Path FIXTURES = Path.of("..", "fixtures");
    private static final String MIXED =
            FIXTURES.resolve("recordings").resolve("mixed.pcap").toString();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final TreeMap<Integer, Integer> exitCodes = new TreeMap<>();

    /** Runs the command, whose input is the mutant of this name. */
    private void skep(String mutant, String what, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int exitCode = Skep.execute(
                new Terminal(new PrintWriter(out), new PrintWriter(err), Terminal.Watched.BY_NOBODY), arguments);
        assertThat(exitCode).as("%s: %s", what, err).isIn(ExitCode.DONE, ExitCode.FAILED, ExitCode.BAD_INPUT);
        assertThat(err.toString()).as(what).doesNotContain("\tat ").doesNotContain("Exception");
        if (exitCode == ExitCode.BAD_INPUT) {
            assertThat(err.toString()).as(what).startsWith("skep: ").contains(mutant);
        }
        exitCodes.merge(exitCode, 1, Integer::sum);
    }

    private static List<Path> files(String folder, String suffix) throws IOException {
        try (Stream<Path> entries = Files.list(FIXTURES.resolve(folder))) {
            return entries.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    /** Changes a few bytes, puts extreme numbers into fields, cuts the end off, or moves a piece. */
    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0, 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 3 -> {
                    byte[] extreme = HexFormat.of()
                            .parseHex(List.of("ffffffff", "00000000", "ffffff7f", "00000080")
                                    .get(random.nextInt(4)));
                    System.arraycopy(extreme, 0, bytes, at, Math.min(4, bytes.length - at));
                }
                default -> {
                    int length = random.nextInt(Math.min(64, bytes.length - at)) + 1;
                    System.arraycopy(original, random.nextInt(bytes.length - length + 1), bytes, at, length);
                }
            }
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    @Test
    void objectsAreJudgedOrRefused() throws IOException {
        Random random = new Random(21);
        Path mutant = folder.resolve("mutant.bpf.o");
        for (Path object : files("programs", ".bpf.o")) {
            byte[] original = Files.readAllBytes(object);
            if (original.length > 200_000) {
                continue;
            }
            for (int i = 0; i < 10; i++) {
                Files.write(mutant, mutated(original, random));
                if (i == 0) {
                    skep(
                            "mutant.bpf.o",
                            object + " run",
                            "run",
                            mutant.toString(),
                            "--pcap",
                            MIXED,
                            "--budget",
                            "10000");
                } else {
                    skep(
                            "mutant.bpf.o",
                            object + " " + i,
                            "verify",
                            mutant.toString(),
                            "-o",
                            i % 2 == 0 ? "json" : "table");
                }
            }
        }
        assertThat(exitCodes).containsKeys(ExitCode.DONE, ExitCode.FAILED, ExitCode.BAD_INPUT);
        assertThat(count()).isGreaterThan(300);
    }

    private int count() {
        return exitCodes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Headers, symbols and BTF are a small part of an object: here they are all that is changed. */
    @Test
    void dumpsOfBrokenObjectsEnd() throws IOException {
        Random random = new Random(22);
        Path mutant = folder.resolve("mutant.bpf.o");
        for (Path object : files("programs", ".bpf.o")) {
            byte[] original = Files.readAllBytes(object);
            if (original.length > 200_000) {
                continue;
            }
            for (int i = 0; i < 4; i++) {
                byte[] bytes = original.clone();
                int at = bytes.length - 1 - random.nextInt(Math.min(bytes.length, 4096));
                bytes[at] = (byte) random.nextInt();
                bytes[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
                Files.write(mutant, bytes);
                skep("mutant.bpf.o", object + " " + i, "dump", mutant.toString(), i % 3 == 0 ? "--linked" : "--json");
            }
        }
        assertThat(exitCodes).containsKeys(ExitCode.DONE, ExitCode.BAD_INPUT);
    }

    @Test
    void capturesAreReadOrRefused() throws IOException {
        Random random = new Random(23);
        String object =
                FIXTURES.resolve("programs").resolve("flow_counter.bpf.o").toString();
        for (String capture : List.of("mixed.pcap", "edge.pcapng", "edge-be-ns.pcap")) {
            byte[] original = Files.readAllBytes(FIXTURES.resolve("recordings").resolve(capture));
            Path mutant = folder.resolve("mutant.pcap");
            for (int i = 0; i < 25; i++) {
                byte[] bytes = mutated(Arrays.copyOf(original, Math.min(original.length, 4096)), random);
                if (random.nextInt(3) == 0 && bytes.length > 100) {
                    bytes[random.nextInt(100)] = (byte) random.nextInt();
                }
                Files.write(mutant, bytes);
                skep("mutant.pcap", capture + " " + i, "run", object, "--pcap", mutant.toString(), "--json");
            }
        }
        assertThat(exitCodes).containsKeys(ExitCode.DONE, ExitCode.BAD_INPUT);
    }

    private static List<String> cases() throws IOException {
        List<String> cases = new ArrayList<>();
        for (String line : Files.readAllLines(
                FIXTURES.resolve("conformance").resolve("bpf_conformance.jsonl"), StandardCharsets.UTF_8)) {
            if (line.length() < 2000) {
                cases.add(line);
            }
        }
        return cases;
    }

    @Test
    void caseLinesAreReadOrRefused() throws IOException {
        Random random = new Random(24);
        List<String> cases = cases();
        Path mutant = folder.resolve("mutant.jsonl");
        for (int i = 0; i < 400; i++) {
            byte[] line = cases.get(random.nextInt(cases.size())).getBytes(StandardCharsets.UTF_8);
            Files.write(mutant, mutated(line, random));
            skep("mutant.jsonl", "case " + i, "cases", mutant.toString(), "--verify-only");
        }
        assertThat(exitCodes).containsKeys(ExitCode.DONE, ExitCode.BAD_INPUT);
    }

    /** Programs whose bytes are wrong get a verdict each, and so do those that are run without one. */
    @Test
    void brokenProgramsGetAVerdict() throws IOException {
        Random random = new Random(25);
        List<String> cases = cases();
        Path mutant = folder.resolve("mutant.jsonl");
        StringBuilder lines = new StringBuilder();
        int count = 2000;
        for (int i = 0; i < count; i++) {
            String line = cases.get(random.nextInt(cases.size()));
            String digits = line.replaceAll(".*\"insns\": \"([0-9a-f]*)\".*", "$1");
            byte[] code = HexFormat.of().parseHex(digits);
            for (int change = random.nextInt(3); change >= 0; change--) {
                code[random.nextInt(code.length)] = (byte) random.nextInt();
            }
            lines.append("{\"id\": ")
                    .append(i)
                    .append(", \"prog_type\": ")
                    .append(1 + random.nextInt(32))
                    .append(", \"insns\": \"")
                    .append(HexFormat.of().formatHex(code))
                    .append("\", \"mem\": \"0011223344556677\", \"maps\": [{\"type\": 1}]}\n");
        }
        Files.writeString(mutant, lines, StandardCharsets.UTF_8);
        skep("mutant.jsonl", "programs", "cases", mutant.toString(), "--verify-only");
        assertThat(out.toString().lines()).hasSize(count);
        Files.writeString(mutant, lines.substring(0, lines.indexOf("{\"id\": 500,")), StandardCharsets.UTF_8);
        for (String steps : List.of("--no-verify", "--seed=1")) {
            skep("mutant.jsonl", "programs " + steps, "cases", mutant.toString(), "--budget", "10000", steps);
        }
    }

    @Test
    void statisticsAreReadOrRefused() throws IOException {
        Random random = new Random(26);
        byte[] original = """
                file_name,prog_name,verdict,duration,total_insns,prog_type,attach_type
                a.o,one,success,12,300,xdp,xdp
                a.o,"two, or three",failure,5,7,sched_cls,cgroup_inet_ingress
                """.getBytes(StandardCharsets.UTF_8);
        Path base = folder.resolve("base.csv");
        Path mutant = folder.resolve("mutant.csv");
        Files.write(base, original);
        for (int i = 0; i < 200; i++) {
            Files.write(mutant, mutated(original, random));
            skep("mutant.csv", "statistics " + i, "verify", "-C", base.toString(), mutant.toString());
        }
        assertThat(exitCodes).containsKeys(ExitCode.DONE, ExitCode.BAD_INPUT);
    }
}
