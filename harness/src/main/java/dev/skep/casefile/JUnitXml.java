package dev.skep.casefile;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results as Surefire writes them for JUnit: a file {@code TEST-….xml} for each case file. */
public final class JUnitXml {
    private JUnitXml() {}

    /**
     * Writes the results of one case file.
     *
     * @param folder made where it is not there
     * @param file the case file
     */
    public static void write(Path folder, Path file, List<CaseResult> results) throws IOException {
        Files.createDirectories(folder);
        String name = CaseFileReader.shown(file.normalize()).replaceAll("^(\\.?\\.?/)+", "");
        String safe = name.replaceAll("[^A-Za-z0-9._-]", ".");
        Files.writeString(folder.resolve("TEST-" + safe + ".xml"), of(name, results), StandardCharsets.UTF_8);
    }

    static String of(String suite, List<CaseResult> results) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", legal(suite));
            xml.writeAttribute("tests", Integer.toString(results.size()));
            xml.writeAttribute("failures", Long.toString(CaseText.count(results, CaseResult.Status.FAILED)));
            xml.writeAttribute("errors", Long.toString(CaseText.count(results, CaseResult.Status.BROKEN)));
            xml.writeAttribute("skipped", Long.toString(CaseText.count(results, CaseResult.Status.SKIPPED)));
            xml.writeAttribute(
                    "time",
                    seconds(results.stream().mapToLong(CaseResult::durationNs).sum()));
            for (CaseResult result : results) {
                testCase(xml, suite, result);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("cannot write XML into a string", e);
        }
        return text.toString();
    }

    private static void testCase(XMLStreamWriter xml, String suite, CaseResult result) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("name", legal(result.test().name()));
        xml.writeAttribute("classname", legal(suite));
        xml.writeAttribute("time", seconds(result.durationNs()));
        for (Failure failure : result.failures()) {
            xml.writeCharacters("\n    ");
            xml.writeStartElement(result.status() == CaseResult.Status.BROKEN ? "error" : "failure");
            xml.writeAttribute(
                    "message", legal(failure.message().lines().findFirst().orElse("")));
            xml.writeAttribute("type", "expectation");
            xml.writeCharacters(legal(failure.place() + ": " + failure.message().strip()));
            xml.writeEndElement();
        }
        if (result.status() == CaseResult.Status.SKIPPED) {
            xml.writeCharacters("\n    ");
            xml.writeEmptyElement("skipped");
            xml.writeAttribute("message", legal(result.reason()));
        }
        if (!result.differences().isEmpty()) {
            xml.writeCharacters("\n    ");
            xml.writeStartElement("system-out");
            xml.writeCharacters(legal(CaseText.of(result)));
            xml.writeEndElement();
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.6f", ns / 1e9);
    }

    /** XML 1.0 has no way to write most control characters. */
    private static String legal(String text) {
        StringBuilder legal = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean known = c == '\t'
                    || c == '\n'
                    || c >= 0x20 && c <= 0xd7ff
                    || c >= 0xe000 && c <= 0xfffd
                    || c >= 0x10000 && c <= 0x10ffff;
            legal.appendCodePoint(known ? c : 0xfffd);
        });
        return legal.toString();
    }
}
