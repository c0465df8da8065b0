package dev.skep.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.map.MapType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The part of FIDELITY.md that says which helpers, kernel functions and map types there are: made from the tables, and
 * equal to them. {@code -Dskep.fidelity=write} writes it anew.
 */
class WhatIsBuiltTest {
    private static final Path FIDELITY = Path.of("..", "FIDELITY.md");
    private static final String BEGIN = "<!-- what is built: begin -->\n";
    private static final String END = "<!-- what is built: end -->\n";

    private enum State {
        BUILT,
        IN_PART,
        NOT_YET
    }

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
        Map<String, State> helpers = helpers();
        Map<String, State> kfuncs = kfuncs();
        Map<String, State> maps = maps();
        return "| | built | in part | not yet |\n|---|---|---|---|\n"
                + row("helpers", helpers)
                + row("kernel functions", kfuncs)
                + row("map types", maps)
                + lines("Helpers", helpers)
                + lines("Kernel functions", kfuncs)
                + lines("Map types", maps)
                + order(helpers, kfuncs, maps);
    }

    /** A helper with several prototypes is there in part when some of them have no body. */
    private static Map<String, State> helpers() {
        Map<String, State> states = new TreeMap<>();
        for (BoundHelper helper : HelperTable.standard().all()) {
            // the engine itself runs tail calls
            boolean built = helper.isBuilt() || helper.prototype().name().equals("tail_call");
            states.merge(
                    helper.prototype().name(),
                    built ? State.BUILT : State.NOT_YET,
                    (one, other) -> one == other ? one : State.IN_PART);
        }
        return states;
    }

    private static Map<String, State> kfuncs() {
        Map<String, State> states = new TreeMap<>();
        KfuncTable.standard()
                .all()
                .forEach(kfunc -> states.put(kfunc.prototype().name(), kfunc.isBuilt() ? State.BUILT : State.NOT_YET));
        return states;
    }

    private static Map<String, State> maps() {
        Map<String, State> states = new TreeMap<>();
        Arrays.stream(MapType.values())
                .filter(type -> type != MapType.UNSPEC)
                .forEach(type -> states.put(type.name(), type.isSimulated() ? State.BUILT : State.NOT_YET));
        return states;
    }

    private static String row(String what, Map<String, State> states) {
        return "| " + what + " | "
                + Arrays.stream(State.values())
                        .map(state -> String.valueOf(names(states, state).size()))
                        .collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static List<String> names(Map<String, State> states, State wanted) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() == wanted)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String lines(String what, Map<String, State> states) {
        return Stream.of(State.values())
                .filter(state -> !names(states, state).isEmpty())
                .map(state ->
                        "\n**" + what + ", " + title(state) + ".** " + String.join(", ", names(states, state)) + "\n")
                .collect(Collectors.joining());
    }

    private static String title(State state) {
        return switch (state) {
            case BUILT -> "built";
            case IN_PART -> "in part";
            case NOT_YET -> "not yet";
        };
    }

    /** What is missing, in the order in which it would unlock the most programs of the census. */
    private static String order(Map<String, State> helpers, Map<String, State> kfuncs, Map<String, State> maps)
            throws IOException {
        try (InputStream in = Objects.requireNonNull(WhatIsBuiltTest.class.getResourceAsStream("build_order.txt"))) {
            List<String> entries = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> missing = entries.stream()
                    .filter(entry -> {
                        Map<String, State> states = switch (entry.charAt(0)) {
                            case 'h' -> helpers;
                            case 'm' -> maps;
                            default -> kfuncs;
                        };
                        State state = states.get(entry.substring(2));
                        return state == null || state == State.NOT_YET;
                    })
                    .map(entry -> entry.substring(2))
                    .toList();
            return "\nOf the " + entries.size()
                    + " helpers, map types and kernel functions that the programs of the census "
                    + "use, " + (entries.size() - missing.size())
                    + " are there. Missing, those first that would unlock the "
                    + "most programs (those of `scx_`, `hid_` and `qdisc` are not in the reference kernel either): "
                    + String.join(", ", missing) + "\n";
        }
    }
}
