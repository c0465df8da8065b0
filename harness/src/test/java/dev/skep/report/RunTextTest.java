package dev.skep.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTextTest {
    private static final RunReport REPORT = new RunReport(
            "fw.bpf.o",
            "xdp_firewall",
            "xdp",
            "interpreted",
            "not verified",
            4,
            Map.of("XDP_PASS", 4L),
            List.of(new RunReport.Refusal(3, 22)),
            List.of(
                    new MapContents(
                            "flows", "hash", List.of(new MapContents.Pair(Map.of("port", 80L), List.of(1L, 2L)))),
                    new MapContents("drops", "percpu_array", List.of(new MapContents.PerCpu(0L, List.of(3L, 4L))))),
            Map.of("events", Records.of(List.of("00ff"))),
            Map.of("queries", Records.of(List.of(new RunReport.PerfSample(1, "aa")))),
            Records.of(List.of("hello \u001b[31m")),
            2_000_000);

    @Test
    void showsAPersonWhatHappened() {
        StringWriter text = new StringWriter();
        RunText.print(new PrintWriter(text), REPORT);
        assertThat(text).hasToString("""
                        fw.bpf.o: xdp_firewall (xdp), interpreted, not verified

                          RETURNED               FRAMES    SHARE
                          ---------------------  ------  -------
                          XDP_PASS                    4  100.0 %
                          (refused by TEST_RUN)       1

                          map flows (hash), 1 entry
                            KEY        VALUE
                            ---------  ------
                            {port=80}  [1, 2]

                          map drops (percpu_array), 1 entry
                            KEY  CPU  VALUE
                            ---  ---  -----
                            0    0    3
                                 1    4

                          ring buffer events, 1 record
                            00ff

                          perf buffer queries, 1 record
                            cpu 1  aa

                          trace pipe
                            hello .[31m

                          4 packets in 0.002 s, 2,000 packets a second, interpreted
                        """);
    }

    @Test
    void writesTheContractedJson() {
        StringWriter text = new StringWriter();
        try (JsonLines lines = new JsonLines(text)) {
            lines.line(json -> RunJson.write(json, REPORT));
        }
        assertThat(text)
                .hasToString("{\"object\":\"fw.bpf.o\",\"program\":\"xdp_firewall\",\"type\":\"xdp\","
                        + "\"mode\":\"interpreted\",\"verification\":\"not verified\",\"events\":4,"
                        + "\"returns\":{\"XDP_PASS\":4},\"refused\":[{\"frame\":3,\"errno\":22}],"
                        + "\"maps\":{\"flows\":[{\"key\":{\"port\":80},\"value\":[1,2]}],"
                        + "\"drops\":[{\"key\":0,\"values\":[{\"cpu\":0,\"value\":3},{\"cpu\":1,\"value\":4}]}]},"
                        + "\"ringbufs\":{\"events\":[\"00ff\"]},\"perf\":{\"queries\":[{\"cpu\":1,\"data\":\"aa\"}]},"
                        + "\"trace\":[\"hello \\u001B[31m\"],\"durationNs\":2000000}\n");
    }
}
