package dev.skep.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.hook.HookPoint;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The part of FIDELITY.md that says of every program type, helper, kernel function and map type of the census how far
 * it is: made from the tables of the code, and equal to them. {@code -Dskep.fidelity=write} writes it anew.
 */
class WhatIsBuiltTest {
    private static final Path FIDELITY = Path.of("..", "FIDELITY.md");
    private static final String BEGIN = "<!-- what is built: begin -->\n";
    private static final String END = "<!-- what is built: end -->\n";

    private static final String AS_THE_KERNEL = "as the kernel";
    private static final String NOT_YET = "not yet";
    private static final String ELSEWHERE = "not in the reference kernel";

    /** Programs that were counted, and those of them that implement structs of functions. */
    private static final int PROGRAMS = 3081;

    private static final int STRUCT_OPS_PROGRAMS = 239;

    /** What the census knows of. */
    private enum Kind {
        PROGRAM_TYPE('t', "Program types"),
        HELPER('h', "Helpers"),
        MAP_TYPE('m', "Map types"),
        KFUNC('k', "Kernel functions");

        private final char letter;
        private final String title;

        Kind(char letter, String title) {
            this.letter = letter;
            this.title = title;
        }
    }

    /** @param programs of the census that use it */
    private record Use(char kind, String name, int programs, boolean inReferenceKernel) {}

    @Test
    void fidelitySaysWhatTheTablesSay() throws IOException {
        String page = Files.readString(FIDELITY, StandardCharsets.UTF_8);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertThat(begin).isPositive();
        String made = BEGIN + "\n" + section() + "\n";
        if ("write".equals(System.getProperty("skep.fidelity"))) {
            Files.writeString(FIDELITY, page.substring(0, begin) + made + page.substring(end), StandardCharsets.UTF_8);
            return;
        }
        assertThat(page.substring(begin, end)).isEqualTo(made);
    }

    private static String section() throws IOException {
        List<Use> uses = uses();
        StringBuilder summary =
                new StringBuilder("| | all | as the kernel | simplified | not yet |\n|---|---|---|---|---|\n");
        StringBuilder tables = new StringBuilder();
        List<Use> missing = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Map<String, String> states = states(kind);
            Map<String, Integer> counts = new LinkedHashMap<>();
            tables.append("\n**").append(kind.title).append("**\n\n| name | programs | state |\n|---|---|---|\n");
            for (Use use : uses) {
                if (use.kind() != kind.letter) {
                    continue;
                }
                String state = use.inReferenceKernel() ? states.getOrDefault(use.name(), NOT_YET) : ELSEWHERE;
                int colon = state.indexOf(':');
                String sort = colon < 0 ? state : state.substring(0, colon);
                counts.merge(sort, 1, Integer::sum);
                if (sort.equals(NOT_YET) && use.programs() > 0) {
                    missing.add(use);
                }
                tables.append("| ").append(use.name()).append(" | ");
                tables.append(use.programs()).append(" | ").append(state).append(" |\n");
            }
            summary.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d |\n",
                    kind.title.toLowerCase(Locale.ROOT),
                    counts.values().stream().mapToInt(Integer::intValue).sum() - counts.getOrDefault(ELSEWHERE, 0),
                    counts.getOrDefault(AS_THE_KERNEL, 0),
                    counts.getOrDefault("simplified", 0),
                    counts.getOrDefault(NOT_YET, 0)));
        }
        return summary + share(missing) + tables;
    }

    /** How many programs of the census have all they need: a bound, since it is not known which lack two things. */
    private static String share(List<Use> missing) {
        int lacking = missing.stream().mapToInt(Use::programs).sum();
        List<String> names = missing.stream()
                .sorted((one, other) -> Integer.compare(other.programs(), one.programs()))
                .map(use -> use.name() + " " + use.programs())
                .toList();
        int rest = PROGRAMS - STRUCT_OPS_PROGRAMS;
        return String.format(
                Locale.ROOT,
                "\nThe census counted %,d programs. %d of them implement structs of functions, nearly all for sched_ext and"
                        + " HID, which the reference kernel was built without. Of the other %,d, at most %d lack something"
                        + " (counted twice where they lack two things), so that at least **%.1f %%** have all they need. What"
                        + " is missing, with the programs that use it: %s.\n",
                PROGRAMS,
                STRUCT_OPS_PROGRAMS,
                rest,
                lacking,
                100.0 * (rest - lacking) / rest,
                String.join(", ", names));
    }

    private static Map<String, String> states(Kind kind) {
        return switch (kind) {
            case PROGRAM_TYPE -> programTypes();
            case HELPER -> helpers();
            case MAP_TYPE -> maps();
            case KFUNC -> kfuncs();
        };
    }

    /** A type is there when something runs its programs: a test run, or what happens at a hook. */
    private static Map<String, String> programTypes() {
        Map<String, String> states = new LinkedHashMap<>();
        for (ProgramType type : ProgramType.values()) {
            boolean runs = hasTestRun(type) || hasHook(type);
            String otherwise = type == ProgramType.EXT
                    ? "simplified: judged and run as the type that its argument is the context of"
                    : NOT_YET + ": judged, but nothing runs it";
            states.put(type.name(), runs ? AS_THE_KERNEL : otherwise);
        }
        return states;
    }

    private static boolean hasTestRun(ProgramType type) {
        Kernel kernel = new Kernel(KernelConfig.reference());
        ProgramImage image = ProgramImage.raw("x", type, Bytecode.of(new byte[0]), List.of());
        try {
            TestRun.of(kernel, new BpfProgram(1, image, _ -> 0), 0);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean hasHook(ProgramType type) {
        for (String section : List.of("kprobe/x", "cgroup/x", "sockops", "x/y")) {
            AttachType attachType = type == ProgramType.TRACING ? AttachType.TRACE_FENTRY : AttachType.NONE;
            ProgramImage raw = ProgramImage.raw("x", type, Bytecode.of(new byte[0]), List.of());
            ProgramImage image = new ProgramImage(
                    raw.name(),
                    section,
                    type,
                    attachType,
                    raw.code(),
                    List.of(),
                    raw.btf(),
                    List.of(),
                    List.of(),
                    "GPL",
                    0,
                    "x");
            if (HookPoint.of(image) != null) {
                return true;
            }
        }
        return false;
    }

    /** A helper with several prototypes is simplified when some of them have no body. */
    private static Map<String, String> helpers() {
        Map<String, String> states = new LinkedHashMap<>();
        for (BoundHelper helper : HelperTable.standard().all()) {
            // the engine itself runs tail calls
            boolean built = helper.isBuilt() || helper.prototype().name().equals("tail_call");
            String state = built ? built(helper.simplified().orElse(null)) : NOT_YET;
            states.merge(helper.prototype().name(), state, WhatIsBuiltTest::both);
        }
        return states;
    }

    private static String both(String one, String other) {
        if (one.equals(other)) {
            return one;
        }
        boolean lacking = one.equals(NOT_YET) || other.equals(NOT_YET);
        return lacking ? "simplified: not for all program types yet" : one.equals(AS_THE_KERNEL) ? other : one;
    }

    private static String built(@Nullable String simplified) {
        return simplified == null ? AS_THE_KERNEL : "simplified: " + simplified;
    }

    private static Map<String, String> kfuncs() {
        Map<String, String> states = new LinkedHashMap<>();
        KfuncTable.standard()
                .all()
                .forEach(kfunc -> states.put(
                        kfunc.prototype().name(),
                        kfunc.isBuilt() ? built(kfunc.simplified().orElse(null)) : NOT_YET));
        return states;
    }

    private static Map<String, String> maps() {
        Map<String, String> states = new LinkedHashMap<>();
        for (MapType type : MapType.values()) {
            states.put(type.name(), type.isSimulated() ? AS_THE_KERNEL : NOT_YET);
        }
        return states;
    }

    private static List<Use> uses() throws IOException {
        try (InputStream in = Objects.requireNonNull(WhatIsBuiltTest.class.getResourceAsStream("uses.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(cells ->
                            new Use(cells[0].charAt(0), cells[1], Integer.parseInt(cells[2]), cells[3].equals("1")))
                    .toList();
        }
    }
}
