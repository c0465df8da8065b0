package dev.skep.casefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseFileReaderTest {
    private static CaseFile read(String text) {
        return CaseFileReader.read(Path.of("a", "b.skep.yaml"), text);
    }

    @Test
    void whatTheFileSaysHoldsForItsCasesUnlessTheySayMore() {
        CaseFile file = read("""
                object: x.bpf.o
                program: p
                kernel: {cpus: 4}
                maps:
                  m: [{key: 1, value: 2}]
                cases:
                  - name: first
                    kernel: {cpu: 3}
                    maps:
                      m: [{key: 3, value: 4}]
                    packet: ipv4 10.0.0.9 > 10.0.0.1
                  - object: ../y.bpf.o
                    program: q
                    skip: not today
                """);
        TestCase first = file.cases().getFirst();
        assertThat(first.object()).isEqualTo(Path.of("a", "x.bpf.o"));
        assertThat(first.machine().cpus()).isEqualTo(4);
        assertThat(first.machine().cpu()).isEqualTo(3);
        assertThat(first.setup()).hasSize(2);
        TestCase second = file.cases().getLast();
        assertThat(second.name()).isEqualTo("case 2");
        assertThat(second.object()).isEqualTo(Path.of("y.bpf.o"));
        assertThat(second.program().orElseThrow().value()).isEqualTo("q");
        assertThat(second.skip()).isEqualTo("not today");
    }

    @Test
    void jsonIsReadAsWell() {
        assertThat(read("{\"object\": \"x.o\", \"cases\": [{\"name\": \"n\", \"hex\": \"00 01\"}]}")
                        .cases())
                .hasSize(1);
    }

    /** Line breaks are written as ;, so that each row is one file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            cases: []                                        | 1:8  | a list, expected at least one case
            cases                                            | 1:1  | cases, expected a mapping with 'object'
            object: x;cases: 7                               | 2:8  | 7, expected a list of cases
            object: x;cases:;  - pakcet: y                   | 3:5  | pakcet, expected one of packet
            object: x;object: y                              | 2:1  | object for the second time
            cases: [{}]                                      | 1:9  | no 'object'
            object: x;cases: [{packet: ipv4 1 > 2}]          | 2:18 | column 6: ipv4 src: 1: expected an IPv4 address
            object: x;cases: [{packet: a, hex: b}]           | 2:21 | hex beside packet
            object: x;cases: [{hex: 0g}]                     | 2:15 | expected hexadecimal digits
            object: x;kernel: {cpus: 300};cases: [{}]        | 2:16 | 300, expected a number of CPUs of 1..256
            object: x;kernel: {cpus: 2, cpu: 2};cases: [{}]  | 2:24 | 2, expected a CPU of 0..1
            object: x;kernel: {version: six};cases: [{}]     | 2:19 | six, expected a version
            object: x;cases: [{advance: 5h}]                 | 2:19 | 5h, expected a time like 5s
            object: x;cases: [{expect: {refused: EACCESS}}]    | 2:28 | EACCESS, expected an error like EACCES
            object: x;cases: [{expect: {retrun: 1}}]         | 2:19 | retrun, expected one of
            object: x;cases: [{maps: {m: [{key: 1}]}}]       | 2:21 | a mapping, expected one with a 'value'
            object: x;cases: [{steps: [{}], packet: y}]      | 2:23 | packet beside 'steps'
            object: x;cases: [{expect: {maps: {m: [{key: 1, value: 2, sum: 3}]}}}] | 2:30 | one of 'value'
            object: &a x;cases: [*a]                         | 2:9  | an alias
            object: x;cases: [                               | 3:1  | no YAML
            object: "x                                       | 2:1  | no YAML
            ? [1];: 2                                        | 1:3  | a name that is no text
            """)
    void mistakesAreSaidWithTheirPlace(String text, String place, String message) {
        assertThatThrownBy(() -> read(text.replace(';', '\n').strip() + "\n"))
                .isInstanceOf(MalformedCaseFileException.class)
                .hasMessageStartingWith("a/b.skep.yaml:" + place + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void nestingIsBounded() {
        assertThatThrownBy(() -> read("cases: " + "[".repeat(5000)))
                .isInstanceOf(MalformedCaseFileException.class)
                .hasMessageContaining("nested deeper than 32");
    }
}
