package dev.skep.casefile;

import dev.skep.btf.Btf;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.ReturnCodes;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import dev.skep.packet.layer.Octets;
import dev.skep.packet.layer.PacketDiff;
import dev.skep.report.ValueText;
import dev.skep.session.RecordForm;
import dev.skep.testing.NearestNames;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compares what came of a step with what is expected of it. */
final class StepCheck {
    private final CaseKernel kernel;
    private final @Nullable ProgramSpec program;
    private final @Nullable Btf types;
    private final Outcome outcome;
    private final List<Octets> framesIn;
    private final List<Failure> failures = new ArrayList<>();

    /**
     * @param program that ran; null where recorded events ran all that is attached
     * @param types of the object
     * @param framesIn what went in
     */
    StepCheck(
            CaseKernel kernel,
            @Nullable ProgramSpec program,
            @Nullable Btf types,
            Outcome outcome,
            List<Octets> framesIn) {
        this.kernel = kernel;
        this.program = program;
        this.types = types;
        this.outcome = outcome;
        this.framesIn = framesIn;
    }

    List<Failure> check(List<Expectation> expectations) throws IOException {
        for (Expectation expectation : expectations) {
            check(expectation);
        }
        return failures;
    }

    private void fail(Place place, String message) {
        failures.add(new Failure(place, message));
    }

    private void check(Expectation expectation) throws IOException {
        switch (expectation) {
            case Expectation.Rejected _, Expectation.Accepted _ -> {
                // Judged when the program was loaded.
            }
            case Expectation.Returned(CaseNode.Scalar value) -> returned(value);
            case Expectation.ReturnedCounts(Place place, Map<CaseNode.Scalar, Long> counts) -> counts(place, counts);
            case Expectation.RefusedRun(Place place, String errno) -> refused(place, errno);
            case Expectation.FrameOut(Place place, Octets frame) -> frames(place, List.of(frame));
            case Expectation.Unchanged(Place place) -> frames(place, framesIn);
            case Expectation.FramesOut(Place place, Path capture) -> frames(place, read(capture));
            case Expectation.ContextOut(Place place, CaseNode fields) -> context(place, fields);
            case Expectation.MapHolds(CaseNode.Scalar map, Expectation.Content content) ->
                failures.addAll(new MapCheck(spec(map), kernel.elements(map.value()), kernel)
                        .check(map.value(), map.place(), content));
            case Expectation.Records(CaseNode.Scalar map, List<CaseNode> wanted) -> records(map, wanted);
            case Expectation.RecordCount(CaseNode.Scalar map, long count) -> recordCount(map, count);
            case Expectation.Trace(Place place, List<String> lines) -> trace(place, lines);
        }
    }

    private MapSpec spec(CaseNode.Scalar map) {
        return spec(kernel, map);
    }

    /** The blueprint of a map that a case names. */
    static MapSpec spec(CaseKernel kernel, CaseNode.Scalar map) {
        return kernel.map(map.value())
                .orElseThrow(() -> map.place()
                        .wrong("no map " + map.value() + ", expected "
                                + NearestNames.expected(map.value(), kernel.mapNames())));
    }

    /** The single runs that there were. */
    private List<Outcome> runs(Place place) {
        return switch (outcome) {
            case Outcome.Nothing() ->
                throw place.wrong("nothing ran in this step, expected 'packet', 'hex', 'context' or 'pcap' in it");
            case Outcome.Many(List<Outcome> each) -> each;
            case Outcome.Ran ran -> List.of(ran);
            case Outcome.Refused refused -> List.of(refused);
        };
    }

    private static String nth(int index, int of) {
        return of == 1 ? "" : "frame " + (index + 1) + ": ";
    }

    private void returned(CaseNode.Scalar wanted) {
        List<Outcome> runs = runs(wanted.place());
        for (int i = 0; i < runs.size(); i++) {
            switch (runs.get(i)) {
                case Outcome.Ran ran when isReturn(wanted, ran.returned()) -> {
                    // As expected.
                }
                case Outcome.Ran ran ->
                    fail(
                            wanted.place(),
                            nth(i, runs.size()) + "return: expected " + wanted.value() + ", was "
                                    + shownReturn(ran.returned()));
                case Outcome.Refused(var errno) ->
                    fail(
                            wanted.place(),
                            nth(i, runs.size()) + "return: expected " + wanted.value()
                                    + ", but TEST_RUN refused the input: " + errno.sentence() + " (" + errno + ")");
                case Outcome.Nothing _, Outcome.Many _ -> throw new IllegalStateException("not a single run");
            }
        }
    }

    private ProgramType type() {
        return Objects.requireNonNull(Objects.requireNonNull(program).type());
    }

    private String shownReturn(long returned) {
        String name = ReturnCodes.name(type(), (int) returned);
        return name == null ? Integer.toString((int) returned) : name;
    }

    /** A name must be one that the type has; a number may be written signed or not. */
    private boolean isReturn(CaseNode.Scalar wanted, long returned) {
        String text = wanted.value();
        if (text.matches("-?[0-9]+|0x[0-9a-fA-F]+")) {
            return (int) wanted.number("a number of 32 bits", Integer.MIN_VALUE, 0xffff_ffffL) == (int) returned;
        }
        List<String> names = new ArrayList<>();
        for (int value = -1; value <= 16; value++) {
            String name = ReturnCodes.name(type(), value);
            if (name != null) {
                names.add(name);
            }
        }
        if (!names.contains(text)) {
            throw wanted.place()
                    .wrong(text + ", expected a number"
                            + (names.isEmpty() ? "" : " or one of " + String.join(", ", names)));
        }
        return text.equals(ReturnCodes.name(type(), (int) returned));
    }

    private void counts(Place place, Map<CaseNode.Scalar, Long> wanted) {
        Map<String, Long> actual = new TreeMap<>();
        for (Outcome run : runs(place)) {
            if (run instanceof Outcome.Ran ran) {
                String name = wanted.keySet().stream()
                        .filter(each -> isReturn(each, ran.returned()))
                        .map(CaseNode.Scalar::value)
                        .findFirst()
                        .orElse(shownReturn(ran.returned()));
                actual.merge(name, 1L, Long::sum);
            }
        }
        Map<String, Long> expected = new TreeMap<>();
        wanted.forEach((name, count) -> {
            if (count != 0) {
                expected.put(name.value(), count);
            }
        });
        if (!actual.equals(expected)) {
            fail(place, "return: expected " + expected + ", was " + actual);
        }
    }

    private void refused(Place place, String errno) {
        for (Outcome run : runs(place)) {
            if (!(run instanceof Outcome.Refused(var actual))) {
                fail(place, "refused: expected " + errno + ", but the program ran");
            } else if (!actual.name().equals(errno)) {
                fail(place, "refused: expected " + errno + ", was " + actual);
            }
        }
    }

    private void frames(Place place, List<Octets> wanted) {
        List<Octets> actual = new ArrayList<>();
        for (Outcome run : runs(place)) {
            if (run instanceof Outcome.Ran ran) {
                actual.add(ran.frame());
            }
        }
        if (wanted.size() != actual.size()) {
            fail(place, "expected " + wanted.size() + " frames, was " + actual.size());
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).equals(actual.get(i))) {
                PacketDiff diff = PacketDiff.between(
                        wanted.get(i).toArray(), actual.get(i).toArray());
                fail(
                        place,
                        nth(i, wanted.size()) + "the frame is not as expected:\n"
                                + (diff.isEmpty() ? actual.get(i) + "\n" : diff.text()));
            }
        }
    }

    static List<Octets> read(Path capture) throws IOException {
        List<Octets> frames = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(Octets.of(frame.data()));
            }
        }
        return frames;
    }

    private void context(Place place, CaseNode fields) {
        for (Outcome run : runs(place)) {
            if (run instanceof Outcome.Ran ran) {
                ContextBytes.of(Objects.requireNonNull(program))
                        .differences(fields, ran.context())
                        .forEach(difference -> fail(place, difference));
            }
        }
    }

    private List<Octets> recordsOf(CaseNode.Scalar map) {
        spec(map);
        Optional<List<Octets>> records = kernel.records(map.value());
        return records.orElseThrow(() -> new SkippedException("records of " + map.value() + " cannot be seen here"));
    }

    private void recordCount(CaseNode.Scalar map, long wanted) {
        long actual = recordsOf(map).size();
        if (actual != wanted) {
            fail(map.place(), map.value() + ": expected " + wanted + " records, was " + actual);
        }
    }

    private void records(CaseNode.Scalar map, List<CaseNode> wanted) {
        List<Octets> actual = recordsOf(map);
        for (int i = 0; i < Math.min(wanted.size(), actual.size()); i++) {
            CaseNode node = wanted.get(i);
            Literal literal = literal(map.value(), actual.get(i).size());
            if (!literal.matches(node, actual.get(i).toArray())) {
                fail(
                        node.place(),
                        map.value() + ", record " + (i + 1) + ": expected "
                                + ValueText.of(literal.shown(literal.bytes(node))) + ", was "
                                + ValueText.of(literal.shown(actual.get(i).toArray())));
            }
        }
        if (wanted.size() != actual.size()) {
            fail(map.place(), map.value() + ": expected " + wanted.size() + " records, was " + actual.size());
        }
    }

    /** Records have the type that the name of their map tells, if they are as long. */
    private Literal literal(String map, int size) {
        return literal(types, map, size);
    }

    static Literal literal(@Nullable Btf types, String map, int size) {
        if (types != null) {
            OptionalInt struct = RecordForm.struct(types, map);
            if (struct.isPresent() && types.sizeOf(struct.getAsInt()) <= size) {
                return new Literal(types, struct.getAsInt(), (int) types.sizeOf(struct.getAsInt()));
            }
        }
        return new Literal(null, 0, size);
    }

    private void trace(Place place, List<String> wanted) {
        Optional<List<String>> lines = kernel.trace();
        if (lines.isEmpty()) {
            throw new SkippedException("the trace pipe is not read here");
        }
        List<String> actual = lines.get();
        for (int i = 0; i < Math.min(wanted.size(), actual.size()); i++) {
            if (!actual.get(i).contains(wanted.get(i))) {
                fail(
                        place,
                        "trace, line " + (i + 1) + ": expected " + wanted.get(i) + ", was "
                                + ValueText.printable(actual.get(i)));
            }
        }
        if (wanted.size() != actual.size()) {
            fail(place, "trace: expected " + wanted.size() + " lines, was " + actual.size());
        }
    }
}
