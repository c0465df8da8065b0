package dev.skep.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.report.JsonLines;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpeedReportsTest {
    private static Timing timing(double medianNs) {
        return new Timing(medianNs, medianNs - 1, medianNs + 1, List.of(new Timing.WarmUpStep(2_000_000, medianNs)));
    }

    private static ProgramSpeed speed(Way mode, Map<Way, Timing> timings) {
        return new ProgramSpeed(
                "fw.bpf.o", "xdp_fw", "xdp", 120, 1, mode, timings, "6.18.0", ProgramSpeed.Agreement.SAME);
    }

    private static final ProgramSpeed COMPILED =
            speed(Way.COMPILED, Map.of(Way.INTERPRETED, timing(900), Way.COMPILED, timing(30), Way.KERNEL, timing(60)));

    private static final ProgramSpeed FALLEN_BACK = speed(Way.INTERPRETED, Map.of(Way.INTERPRETED, timing(900)));

    private static String json(ProgramSpeed speed) {
        StringWriter target = new StringWriter();
        try (JsonLines lines = new JsonLines(target)) {
            lines.line(generator -> SpeedJson.write(generator, speed));
        }
        return target.toString();
    }

    @Test
    void jsonNamesModeAndMedians() {
        assertThat(json(COMPILED))
                .isEqualTo(
                        "{\"object\":\"fw.bpf.o\",\"program\":\"xdp_fw\",\"type\":\"xdp\",\"insns\":120,\"frames\":1,"
                                + "\"mode\":\"compiled\",\"interpretedNs\":900.000,\"compiledNs\":30.000,\"kernelNs\":60.000,"
                                + "\"ratioToKernel\":0.500,\"quartilesNs\":{\"interpreted\":[899.000,901.000],"
                                + "\"compiled\":[29.000,31.000],\"kernel\":[59.000,61.000]},"
                                + "\"warmUpMs\":{\"interpreted\":2.000,\"compiled\":2.000,\"kernel\":2.000},"
                                + "\"sameResults\":true,\"kernel\":\"6.18.0\"}\n");
    }

    @Test
    void whatFellBackToTheInterpreterIsNeverCalledCompiled() {
        assertThat(json(FALLEN_BACK))
                .contains("\"mode\":\"interpreted\"", "\"compiledNs\":null", "\"ratioToKernel\":null");
        assertThat(SpeedText.of(List.of(FALLEN_BACK)).lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).startsWith("fw.bpf.o: INTERPRETED ONLY"));
    }

    @Test
    void textShowsTheRatio() {
        assertThat(SpeedText.of(List.of(COMPILED)))
                .startsWith("fw.bpf.o: compiled\n")
                .contains("0.50", "60.0 ns");
    }

    @Test
    void chartHasABarForEachFigure() {
        String chart = SpeedChart.of(List.of(COMPILED));
        int legend = Way.values().length;
        assertThat(chart.split("<rect", -1)).hasSize(1 + legend + 3);
        assertThat(chart).contains(">xdp_fw<", ">30.0<").endsWith("</svg>\n");
    }
}
