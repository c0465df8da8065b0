package dev.skep.casefile;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelVersion;
import dev.skep.testing.NearestNames;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads case files: YAML, or JSON, which is YAML. */
public final class CaseFileReader {
    private static final Set<String> OF_FILES = Set.of("object", "program", "kernel", "maps", "cases");
    private static final Set<String> OF_CASES = Set.of(
            "name", "object", "program", "kernel", "skip", "maps", "advance", "packet", "hex", "context", "repeat",
            "pcap", "events", "expect", "steps");
    private static final Set<String> OF_STEPS =
            Set.of("program", "maps", "advance", "packet", "hex", "context", "repeat", "pcap", "events", "expect");
    private static final Set<String> OF_KERNELS = Set.of("cpus", "cpu", "seed", "version", "btf");
    private static final int MAX_FILE_BYTES = 4 << 20;
    /** Entries that name a file. */
    private static final Set<String> FILE_NAMES = Set.of("object", "pcap", "events", "btf");

    private static final int MAX_OBJECT_BYTES = 256 << 20;

    private final Path file;
    private final StepReader steps;

    private CaseFileReader(Path file) {
        this.file = file;
        this.steps = new StepReader(file);
    }

    /**
     * Reads a file: a case file, or an object whose programs say what is expected of them.
     *
     * @throws MalformedCaseFileException where it is not what {@code CASES.md} says
     * @throws IOException if it cannot be read
     */
    public static CaseFile read(Path file) throws IOException {
        Place start = new Place(shown(file), 1, 1);
        if (Files.size(file) > (isObject(file) ? MAX_OBJECT_BYTES : MAX_FILE_BYTES)) {
            throw start.wrong(Files.size(file) + " bytes, expected at most " + MAX_FILE_BYTES);
        }
        if (isObject(file)) {
            return TaggedObject.read(file);
        }
        try {
            return read(file, Files.readString(file));
        } catch (MalformedInputException e) {
            throw start.wrong("bytes that are no UTF-8, expected text");
        } catch (CharacterCodingException e) {
            throw start.wrong("characters that cannot be read, expected UTF-8");
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param file what paths in it are relative to, and what messages call it
     */
    static CaseFile read(Path file, String text) {
        return new CaseFileReader(file).file(CaseTree.read(shown(file), text));
    }

    private static boolean isObject(Path file) {
        return String.valueOf(file.getFileName()).endsWith(".o");
    }

    /** The same on every system. */
    static String shown(Path file) {
        return file.toString().replace('\\', '/');
    }

    private CaseFile file(CaseNode root) {
        CaseNode.Mapping top = root.mapping("a mapping with 'object' and 'cases'");
        top.only(OF_FILES);
        List<TestCase> cases = new ArrayList<>();
        CaseNode list = top.find("cases").orElseThrow(() -> top.place().wrong("no 'cases', expected a list of them"));
        for (CaseNode each : list.items("a list of cases")) {
            cases.add(testCase(top, each.mapping("a mapping with 'name'"), cases.size() + 1));
        }
        if (cases.isEmpty()) {
            throw list.wrong("at least one case");
        }
        return new CaseFile(file, cases);
    }

    private TestCase testCase(CaseNode.Mapping top, CaseNode.Mapping node, int number) {
        node.only(OF_CASES);
        String name = node.find("name").map(n -> n.text("a name")).orElse("case " + number);
        CaseNode object = node.find("object")
                .or(() -> top.find("object"))
                .orElseThrow(() -> node.place().wrong("no 'object', expected the file with the program"));
        List<MapSetting> setup = new ArrayList<>();
        top.find("maps").ifPresent(maps -> setup.addAll(steps.settings(maps)));
        node.find("maps").ifPresent(maps -> setup.addAll(steps.settings(maps)));
        MachineSetting machine = MachineSetting.usual();
        for (CaseNode.Mapping level : List.of(top, node)) {
            if (level.find("kernel").isPresent()) {
                machine = machine(machine, level.find("kernel").get());
            }
        }
        return new TestCase(
                name,
                node.place(),
                path(object),
                node.find("program").or(() -> top.find("program")).map(StepReader::name),
                machine,
                node.find("skip").map(reason -> reason.text("a reason")).orElse(""),
                setup,
                steps(node),
                files(top, node));
    }

    /** Where the files are named that a case needs, its own after those of all cases. */
    private Map<Path, Place> files(CaseNode.Mapping top, CaseNode.Mapping node) {
        Map<Path, Place> files = new HashMap<>();
        top.find("object").ifPresent(object -> files.put(path(object), object.place()));
        top.find("kernel").ifPresent(kernel -> addFiles(kernel, files));
        addFiles(node, files);
        return files;
    }

    private void addFiles(CaseNode node, Map<Path, Place> files) {
        switch (node) {
            case CaseNode.Mapping mapping ->
                mapping.members().forEach((name, member) -> {
                    if (FILE_NAMES.contains(name) && member instanceof CaseNode.Scalar) {
                        files.put(path(member), member.place());
                    } else {
                        addFiles(member, files);
                    }
                });
            case CaseNode.Sequence list -> list.elements().forEach(each -> addFiles(each, files));
            case CaseNode.Scalar _ -> {
                // no name of a file
            }
        }
    }

    private List<Step> steps(CaseNode.Mapping node) {
        Optional<CaseNode> list = node.find("steps");
        if (list.isEmpty()) {
            return List.of(steps.step(0, node, List.of()));
        }
        for (String own : List.of("packet", "hex", "context", "repeat", "pcap", "events", "advance")) {
            if (node.find(own).isPresent()) {
                throw node.placeOf(own).wrong(own + " beside 'steps', expected it in one of the steps");
            }
        }
        List<Step> all = new ArrayList<>();
        for (CaseNode each : list.get().items("a list of steps")) {
            CaseNode.Mapping step = each.mapping("a mapping with 'packet', 'pcap', 'events' or 'expect'");
            step.only(OF_STEPS);
            all.add(steps.step(
                    all.size() + 1, step, step.find("maps").map(steps::settings).orElse(List.of())));
        }
        if (node.find("expect").isPresent()) {
            all.add(steps.atTheEnd(node));
        }
        return all;
    }

    private MachineSetting machine(MachineSetting base, CaseNode node) {
        CaseNode.Mapping mapping = node.mapping("a mapping with 'cpus', 'cpu', 'seed', 'version', 'btf'");
        mapping.only(OF_KERNELS);
        int cpus = mapping.find("cpus")
                .map(cpu -> (int) cpu.number("a number of CPUs", 1, KernelConfig.MAX_CPUS))
                .orElse(base.cpus());
        return new MachineSetting(
                cpus,
                mapping.find("cpu")
                        .map(cpu -> (int) cpu.number("a CPU", 0, cpus - 1))
                        .orElse(base.cpu()),
                mapping.find("seed")
                        .map(seed -> seed.number("a seed", Long.MIN_VALUE, Long.MAX_VALUE))
                        .orElse(base.seed()),
                mapping.find("version").map(CaseFileReader::version).orElse(base.version()),
                mapping.find("btf").map(this::path).orElse(base.types()));
    }

    private static KernelVersion version(CaseNode node) {
        try {
            return KernelVersion.parse(node.text("a version like 6.18.44"));
        } catch (IllegalArgumentException e) {
            throw node.wrong("a version like 6.18.44");
        }
    }

    private Path path(CaseNode node) {
        return path(file, node);
    }

    /** A path relative to the folder of a file. */
    static Path path(Path file, CaseNode node) {
        String text = node.text("a file name");
        try {
            return file.resolveSibling(text).normalize();
        } catch (InvalidPathException e) {
            throw node.wrong("a file name");
        }
    }

    /** Names of errors. */
    static String errno(CaseNode node) {
        String text = node.text("an error like EINVAL");
        boolean known =
                Arrays.stream(Errno.values()).anyMatch(errno -> errno.name().equals(text));
        if (!known) {
            List<String> names = Arrays.stream(Errno.values()).map(Errno::name).toList();
            throw node.wrong("an error like " + NearestNames.of(text, names).getFirst());
        }
        return text;
    }

    /** An ordered map from what is expected to how often. */
    static Map<CaseNode.Scalar, Long> counts(CaseNode.Mapping mapping) {
        Map<CaseNode.Scalar, Long> counts = new LinkedHashMap<>();
        mapping.members()
                .forEach((name, count) -> counts.put(
                        new CaseNode.Scalar(name, true, mapping.placeOf(name)),
                        count.number("how often", 0, Long.MAX_VALUE)));
        return counts;
    }
}
