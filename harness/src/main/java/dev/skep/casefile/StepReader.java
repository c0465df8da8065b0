package dev.skep.casefile;

import dev.skep.packet.layer.MalformedPacketTextException;
import dev.skep.packet.layer.Octets;
import dev.skep.packet.layer.Packet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what happens in a step, and what is expected then. */
final class StepReader {
    private static final Set<String> EXPECTED =
            Set.of("rejected", "return", "refused", "packet", "hex", "pcap", "context", "maps", "records", "trace");
    private static final String INPUTS = "'packet', 'hex', 'pcap' or 'events'";

    private final Path file;

    StepReader(Path file) {
        this.file = file;
    }

    Step step(int number, CaseNode.Mapping node, List<MapSetting> settings) {
        return new Step(
                number,
                node.place(),
                settings,
                node.find("advance").map(StepReader::duration).orElse(0L),
                number == 0 ? Optional.empty() : node.find("program").map(StepReader::name),
                input(node),
                node.find("expect").map(this::expectations).orElse(List.of()));
    }

    /** A step in which nothing more happens, for what is expected when all the others are done. */
    Step atTheEnd(CaseNode.Mapping node) {
        return new Step(
                0,
                node.placeOf("expect"),
                List.of(),
                0,
                Optional.empty(),
                new Input.Nothing(),
                node.find("expect").map(this::expectations).orElse(List.of()));
    }

    private Input input(CaseNode.Mapping node) {
        List<String> given = List.of("packet", "hex", "pcap", "events").stream()
                .filter(name -> node.find(name).isPresent())
                .toList();
        if (given.size() > 1) {
            throw node.placeOf(given.get(1))
                    .wrong(given.get(1) + " beside " + given.getFirst() + ", expected one of " + INPUTS);
        }
        Optional<CaseNode> context = node.find("context");
        int repeat = node.find("repeat")
                .map(n -> (int) n.number("how often", 1, 1_000_000_000))
                .orElse(1);
        if (given.isEmpty()) {
            return context.isEmpty() ? new Input.Nothing() : new Input.Frame(Octets.of(), context, repeat);
        }
        CaseNode value = node.find(given.getFirst()).orElseThrow();
        return switch (given.getFirst()) {
            case "packet" -> new Input.Frame(packet(value), context, repeat);
            case "hex" -> new Input.Frame(hex(value), context, repeat);
            case "pcap" -> new Input.Capture(CaseFileReader.path(file, value));
            default -> new Input.Events(CaseFileReader.path(file, value));
        };
    }

    private static Octets packet(CaseNode node) {
        String expected = "a packet like ipv4 10.0.0.9 > 10.0.0.1 / tcp 1234 > 80";
        try {
            return Octets.of(Packet.parse(node.text(expected)).toBytes());
        } catch (MalformedPacketTextException e) {
            String line = e.line() == 1 ? "" : "line " + e.line() + ", ";
            throw node.place().wrong("packet, " + line + "column " + e.column() + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw node.place().wrong("packet: " + e.getMessage());
        }
    }

    private static Octets hex(CaseNode node) {
        try {
            return Octets.ofHex(node.text("hexadecimal digits").replaceAll("[\\s:]", ""));
        } catch (IllegalArgumentException e) {
            throw node.wrong("hexadecimal digits, two a byte");
        }
    }

    static CaseNode.Scalar name(CaseNode node) {
        return new CaseNode.Scalar(node.text("a name"), true, node.place());
    }

    /** A time like {@code 5s}, {@code 20ms}, {@code 300us}, {@code 7ns}. */
    private static long duration(CaseNode node) {
        String expected = "a time like 5s, 20ms, 300us or 7ns";
        String text = node.text(expected);
        String digits = text.replaceAll("[a-z]+$", "");
        Map<String, Long> units = Map.of("s", 1_000_000_000L, "ms", 1_000_000L, "us", 1_000L, "ns", 1L);
        Long unit = units.get(text.substring(digits.length()));
        if (unit == null || !digits.matches("[0-9]{1,9}")) {
            throw node.wrong(expected);
        }
        return Long.parseLong(digits) * unit;
    }

    /** What is put into maps: elements by map, variables by section. */
    List<MapSetting> settings(CaseNode node) {
        List<MapSetting> settings = new ArrayList<>();
        CaseNode.Mapping maps = node.mapping("a mapping of maps to what they hold");
        maps.members().forEach((name, value) -> {
            CaseNode.Scalar map = new CaseNode.Scalar(name, true, maps.placeOf(name));
            if (name.startsWith(".")) {
                settings.add(new MapSetting(map, Optional.empty(), value.mapping("variables and their values")));
                return;
            }
            for (CaseNode each : value.items("a list of {key: ..., value: ...}")) {
                CaseNode.Mapping element = each.mapping("{key: ..., value: ...}");
                element.only(Set.of("key", "value"));
                settings.add(new MapSetting(
                        map,
                        element.find("key"),
                        element.find("value").orElseThrow(() -> element.wrong("one with a 'value'"))));
            }
        });
        return settings;
    }

    private List<Expectation> expectations(CaseNode node) {
        CaseNode.Mapping expect = node.mapping("a mapping with 'return', 'packet', 'maps'...");
        expect.only(EXPECTED);
        List<Expectation> all = new ArrayList<>();
        expect.members().forEach((name, value) -> {
            Place place = expect.placeOf(name);
            switch (name) {
                case "rejected" -> all.add(rejected(place, value));
                case "return" -> all.add(returned(place, value));
                case "refused" -> all.add(new Expectation.RefusedRun(place, CaseFileReader.errno(value)));
                case "packet" -> all.add(frameOut(place, value));
                case "hex" -> all.add(new Expectation.FrameOut(place, hex(value)));
                case "pcap" -> all.add(new Expectation.FramesOut(place, CaseFileReader.path(file, value)));
                case "context" -> all.add(new Expectation.ContextOut(place, value));
                case "maps" -> maps(value.mapping("a mapping of maps to what they hold"), all);
                case "records" -> records(value.mapping("a mapping of buffers to records"), all);
                default -> all.add(new Expectation.Trace(place, texts(value, "lines of the trace pipe")));
            }
        });
        return all;
    }

    private static Expectation frameOut(Place place, CaseNode value) {
        return value instanceof CaseNode.Scalar scalar && scalar.value().equals("unchanged")
                ? new Expectation.Unchanged(place)
                : new Expectation.FrameOut(place, packet(value));
    }

    private static Expectation rejected(Place place, CaseNode node) {
        if (!(node instanceof CaseNode.Mapping mapping)) {
            return new Expectation.Rejected(place, "", texts(node, "what the verifier says, or a mapping"), 0);
        }
        mapping.only(Set.of("errno", "message"));
        return new Expectation.Rejected(
                place,
                mapping.find("errno").map(CaseFileReader::errno).orElse(""),
                mapping.find("message")
                        .map(message -> texts(message, "what the verifier says"))
                        .orElse(List.of()),
                0);
    }

    private static List<String> texts(CaseNode node, String expected) {
        return node instanceof CaseNode.Sequence list
                ? list.elements().stream().map(each -> each.text(expected)).toList()
                : List.of(node.text(expected));
    }

    private static Expectation returned(Place place, CaseNode node) {
        return node instanceof CaseNode.Mapping counts
                ? new Expectation.ReturnedCounts(place, CaseFileReader.counts(counts))
                : new Expectation.Returned(
                        new CaseNode.Scalar(node.text("a value by name or number"), true, node.place()));
    }

    private static void maps(CaseNode.Mapping maps, List<Expectation> all) {
        maps.members().forEach((name, value) -> {
            CaseNode.Scalar map = new CaseNode.Scalar(name, true, maps.placeOf(name));
            if (name.startsWith(".")) {
                all.add(new Expectation.MapHolds(
                        map, new Expectation.Content.Variables(value.mapping("variables and their values"))));
            } else if (value instanceof CaseNode.Mapping rules) {
                rules.only(Set.of("has", "is", "lacks", "size"));
                rules.members().forEach((rule, node) -> all.add(new Expectation.MapHolds(map, content(rule, node))));
            } else {
                all.add(new Expectation.MapHolds(map, new Expectation.Content.Has(entries(value))));
            }
        });
    }

    private static Expectation.Content content(String rule, CaseNode node) {
        return switch (rule) {
            case "has" -> new Expectation.Content.Has(entries(node));
            case "is" -> new Expectation.Content.Is(entries(node));
            case "lacks" -> new Expectation.Content.Lacks(node.items("a list of keys"));
            default -> new Expectation.Content.Size(node.number("a number of elements", 0, Integer.MAX_VALUE));
        };
    }

    private static List<Expectation.Entry> entries(CaseNode node) {
        List<Expectation.Entry> entries = new ArrayList<>();
        for (CaseNode each : node.items("a list of {key: ..., value: ...}, or one of 'has', 'is', 'lacks', 'size'")) {
            CaseNode.Mapping entry = each.mapping("{key: ..., value: ...}");
            entry.only(Set.of("key", "value", "values", "sum"));
            entries.add(new Expectation.Entry(entry.place(), entry.find("key"), value(entry)));
        }
        return entries;
    }

    private static Expectation.EntryValue value(CaseNode.Mapping entry) {
        Optional<CaseNode> one = entry.find("value");
        Optional<CaseNode> each = entry.find("values");
        Optional<CaseNode> sum = entry.find("sum");
        if (one.isPresent() && each.isEmpty() && sum.isEmpty()) {
            return new Expectation.EntryValue.One(one.get());
        }
        if (each.isPresent() && one.isEmpty() && sum.isEmpty()) {
            return new Expectation.EntryValue.OfCpus(each.get().items("a list with a value for each CPU"));
        }
        if (sum.isPresent() && one.isEmpty() && each.isEmpty()) {
            return new Expectation.EntryValue.Sum(sum.get());
        }
        if (entry.find("key").isEmpty() || one.isPresent() || each.isPresent()) {
            throw entry.wrong("one of 'value', 'values' (of each CPU) and 'sum' (of all)");
        }
        return new Expectation.EntryValue.Any();
    }

    private static void records(CaseNode.Mapping buffers, List<Expectation> all) {
        buffers.members().forEach((name, value) -> {
            CaseNode.Scalar map = new CaseNode.Scalar(name, true, buffers.placeOf(name));
            if (value instanceof CaseNode.Sequence list) {
                all.add(new Expectation.Records(map, list.elements()));
            } else {
                all.add(new Expectation.RecordCount(map, value.number("a number of records", 0, Integer.MAX_VALUE)));
            }
        });
    }
}
