package dev.skep.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class CaseReportsTest {
    private static final Place PLACE = new Place("a/b.skep.yaml", 7, 5);

    private static CaseResult result(String name, CaseResult.Status status, String reason, Failure... failures) {
        TestCase test = new TestCase(
                name,
                PLACE,
                Path.of("a", "x.bpf.o"),
                Optional.empty(),
                MachineSetting.usual(),
                "",
                List.of(),
                List.of(),
                Map.of());
        return new CaseResult(test, "p", "simulated kernel", status, List.of(failures), reason, List.of(), 1_500_000);
    }

    private static final List<CaseResult> RESULTS = List.of(
            result("good", CaseResult.Status.PASSED, ""),
            result(
                    "b<a>d \u0001 100%",
                    CaseResult.Status.FAILED, "", new Failure(PLACE, "return: expected 1,\nwas \u0000 2: 50%")),
            result("off", CaseResult.Status.SKIPPED, "no kernel"),
            result("worse", CaseResult.Status.BROKEN, "", new Failure(PLACE, "no such file")));

    @Test
    void xmlIsWellFormedAndCounts() throws IOException, ParserConfigurationException, SAXException {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(JUnitXml.of("suite", RESULTS).getBytes(StandardCharsets.UTF_8)));
        Element suite = document.getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("time")).isEqualTo("0.006000");
        Element second = (Element) suite.getElementsByTagName("testcase").item(1);
        assertThat(second.getAttribute("name")).isEqualTo("b<a>d \ufffd 100%");
        Element failure = (Element) second.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("return: expected 1,");
        assertThat(failure.getTextContent()).startsWith("a/b.skep.yaml:7:5: return");
    }

    @Test
    void annotationsAreEscapedAsActionsWantsIt() {
        assertThat(ActionsReport.annotations(RESULTS.get(1)))
                .isEqualTo("::error file=a/b.skep.yaml,line=7,col=5,title=b<a>d \u0001 100%25::"
                        + "return: expected 1,%0Awas \u0000 2: 50%25\n");
        assertThat(ActionsReport.annotations(RESULTS.get(0))).isEmpty();
    }

    @Test
    void theSummaryIsAppendedOnlyInActions(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("summary.md");
        assertThat(ActionsReport.in(Map.of())).isEmpty();
        ActionsReport.in(Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", page.toString()))
                .orElseThrow()
                .summarize(RESULTS);
        assertThat(Files.readString(page))
                .contains("4 cases: 1 passed, 1 failed, 1 broken, 1 skipped")
                .contains("b&lt;a>d")
                .contains("<br>line 7: no such file");
    }

    @Test
    void textNamesCaseLineAndReason() {
        assertThat(CaseText.of(RESULTS.get(0))).isEqualTo("  ok       good\n");
        assertThat(CaseText.of(RESULTS.get(1)))
                .isEqualTo(
                        "  FAILED   b<a>d . 100%\n           line 7: return: expected 1,\n           was . 2: 50%\n");
        assertThat(CaseText.of(RESULTS.get(2))).isEqualTo("  skipped  off: no kernel\n");
    }
}
