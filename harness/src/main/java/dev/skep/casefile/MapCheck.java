package dev.skep.casefile;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Variable;
import dev.skep.casefile.CaseKernel.CpuOrder;
import dev.skep.casefile.CaseKernel.Element;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.packet.layer.Octets;
import dev.skep.report.ValueText;
import dev.skep.testing.NearestNames;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares what a map holds with what is expected of it. */
final class MapCheck {
    private static final int SHOWN_KEYS = 5;

    private final MapSpec spec;
    private final List<Element> elements;
    private final int cpus;
    private final CpuOrder order;
    private final Literal keys;
    private final Literal values;
    private final List<Failure> failures = new ArrayList<>();

    MapCheck(MapSpec spec, List<Element> elements, CaseKernel kernel) {
        this.spec = spec;
        this.elements = elements;
        this.cpus = kernel.cpus();
        this.order = kernel.cpuOrder();
        this.keys = keysOf(spec);
        this.values = valuesOf(spec);
    }

    static Literal keysOf(MapSpec spec) {
        return new Literal(spec.btf(), spec.keyTypeId(), spec.keySize());
    }

    static Literal valuesOf(MapSpec spec) {
        return new Literal(spec.btf(), spec.valueTypeId(), spec.valueSize());
    }

    static boolean isPerCpu(MapSpec spec) {
        return switch (spec.type()) {
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE -> true;
            default -> false;
        };
    }

    private static boolean isArray(MapType type) {
        return type == MapType.ARRAY || type == MapType.PERCPU_ARRAY;
    }

    List<Failure> check(String name, Place place, Expectation.Content content) {
        switch (content) {
            case Expectation.Content.Has(List<Expectation.Entry> entries) -> entries.forEach(this::has);
            case Expectation.Content.Is(List<Expectation.Entry> entries) -> is(place, entries);
            case Expectation.Content.Lacks(List<CaseNode> absent) -> absent.forEach(this::lacks);
            case Expectation.Content.Size(long size) -> {
                if (elements.size() != size) {
                    fail(place, "expected " + size + " elements, was " + elements.size());
                }
            }
            case Expectation.Content.Variables(CaseNode.Mapping wanted) -> variables(wanted);
        }
        return failures.stream()
                .map(failure -> new Failure(failure.place(), "map " + name + ": " + failure.message()))
                .toList();
    }

    private void fail(Place place, String message) {
        failures.add(new Failure(place, message));
    }

    private Optional<Element> find(CaseNode key) {
        Octets bytes = Octets.of(keys.bytes(key));
        return elements.stream().filter(element -> element.key().equals(bytes)).findFirst();
    }

    private void has(Expectation.Entry entry) {
        if (entry.key().isEmpty()) {
            boolean there = elements.stream().anyMatch(element -> isValue(entry.value(), element));
            if (!there) {
                fail(entry.place(), "no such value; it has " + listing());
            }
            return;
        }
        CaseNode key = entry.key().get();
        Optional<Element> found = find(key);
        if (found.isEmpty()) {
            fail(entry.place(), "no element " + shownKey(Octets.of(keys.bytes(key))) + "; it has " + listing());
        } else if (!isValue(entry.value(), found.get())) {
            fail(
                    entry.place(),
                    shownKey(found.get().key()) + ": expected " + wanted(entry.value()) + ", was "
                            + shownValue(found.get()));
        }
    }

    private void is(Place place, List<Expectation.Entry> entries) {
        boolean keyless = spec.keySize() == 0;
        if (keyless) {
            for (int i = 0; i < Math.min(entries.size(), elements.size()); i++) {
                if (!isValue(entries.get(i).value(), elements.get(i))) {
                    fail(
                            entries.get(i).place(),
                            "element " + (i + 1) + ": expected "
                                    + wanted(entries.get(i).value()) + ", was " + shownValue(elements.get(i)));
                }
            }
            if (entries.size() != elements.size()) {
                fail(place, "expected " + entries.size() + " elements, was " + elements.size() + ": " + listing());
            }
            return;
        }
        entries.forEach(this::has);
        List<Octets> named = entries.stream()
                .flatMap(entry -> entry.key().stream())
                .map(key -> Octets.of(keys.bytes(key)))
                .toList();
        for (Element element : elements) {
            boolean empty = isArray(spec.type()) && isZero(element.value());
            if (!empty && !named.contains(element.key())) {
                fail(place, shownKey(element.key()) + ": expected nothing, was " + shownValue(element));
            }
        }
    }

    private static boolean isZero(Octets octets) {
        for (byte each : octets.toArray()) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private void lacks(CaseNode key) {
        find(key)
                .ifPresent(element ->
                        fail(key.place(), shownKey(element.key()) + ": expected nothing, was " + shownValue(element)));
    }

    private boolean isValue(Expectation.EntryValue wanted, Element element) {
        return switch (wanted) {
            case Expectation.EntryValue.Any() -> true;
            case Expectation.EntryValue.One(CaseNode value) -> {
                if (isPerCpu(spec)) {
                    throw value.wrong("'values' (of each CPU) or 'sum' (of all), since the map has a value for each");
                }
                yield values.matches(value, element.value().toArray());
            }
            case Expectation.EntryValue.OfCpus(List<CaseNode> each) ->
                each.size() <= cpus
                        && (order == CpuOrder.KNOWN ? onTheirCpus(each, element) : onSomeCpus(each, element));
            case Expectation.EntryValue.Sum(CaseNode sum) ->
                sum(element).equals(BigInteger.valueOf(sum.number("a number", Long.MIN_VALUE, Long.MAX_VALUE)));
        };
    }

    private boolean onTheirCpus(List<CaseNode> wanted, Element element) {
        List<Octets> actual = ofCpus(element);
        for (int cpu = 0; cpu < actual.size(); cpu++) {
            boolean same = cpu < wanted.size()
                    ? values.matches(wanted.get(cpu), actual.get(cpu).toArray())
                    : isZero(actual.get(cpu));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Each of the values on a CPU of its own, whichever it is; the rest is zero. */
    private boolean onSomeCpus(List<CaseNode> wanted, Element element) {
        List<Octets> left = new ArrayList<>(ofCpus(element));
        for (CaseNode each : wanted) {
            Optional<Octets> found = left.stream()
                    .filter(value -> values.matches(each, value.toArray()))
                    .findFirst();
            if (found.isEmpty()) {
                return false;
            }
            left.remove(found.get());
        }
        return left.stream().allMatch(MapCheck::isZero);
    }

    private List<Octets> ofCpus(Element element) {
        int stride = (spec.valueSize() + 7) / 8 * 8;
        List<Octets> each = new ArrayList<>();
        for (int at = 0; at + spec.valueSize() <= element.value().size(); at += stride) {
            byte[] all = element.value().toArray();
            each.add(Octets.of(Arrays.copyOfRange(all, at, at + spec.valueSize())));
        }
        return each;
    }

    private BigInteger sum(Element element) {
        BigInteger sum = BigInteger.ZERO;
        for (Octets value : isPerCpu(spec) ? ofCpus(element) : List.of(element.value())) {
            byte[] little = value.toArray();
            byte[] big = new byte[little.length];
            for (int i = 0; i < little.length; i++) {
                big[i] = little[little.length - 1 - i];
            }
            sum = sum.add(new BigInteger(1, big));
        }
        return sum;
    }

    private void variables(CaseNode.Mapping wanted) {
        wanted.members().forEach((name, node) -> {
            Variable variable = variable(spec, name, wanted.placeOf(name));
            Btf btf = Objects.requireNonNull(spec.btf());
            Literal literal = new Literal(btf, variable.type(), variable.sizeBytes());
            byte[] all = elements.isEmpty()
                    ? new byte[0]
                    : elements.getFirst().value().toArray();
            byte[] actual = Arrays.copyOfRange(
                    Arrays.copyOf(all, Math.max(all.length, variable.offset() + variable.sizeBytes())),
                    variable.offset(),
                    variable.offset() + variable.sizeBytes());
            if (!literal.matches(node, actual)) {
                fail(
                        node.place(),
                        name + ": expected " + ValueText.of(literal.shown(literal.bytes(node))) + ", was "
                                + ValueText.of(literal.shown(actual)));
            }
        });
    }

    /** Where a variable stands in its section. */
    static Variable variable(MapSpec spec, String name, Place place) {
        Btf btf = spec.btf();
        if (btf == null || !(btf.type(btf.resolve(spec.valueTypeId())) instanceof Datasec section)) {
            throw place.wrong("the section has no types, expected an object that was compiled with -g");
        }
        Map<String, Variable> variables = section.variables().stream()
                .collect(Collectors.toMap(variable -> btf.name(variable.type()), variable -> variable, (a, b) -> a));
        Variable variable = variables.get(name);
        if (variable == null) {
            throw place.wrong("no variable " + name + " in " + section.name() + ", expected "
                    + NearestNames.expected(name, variables.keySet()));
        }
        return variable;
    }

    private String wanted(Expectation.EntryValue value) {
        return switch (value) {
            case Expectation.EntryValue.Any() -> "anything";
            case Expectation.EntryValue.One(CaseNode node) -> ValueText.of(shape(node));
            case Expectation.EntryValue.OfCpus(List<CaseNode> each) ->
                each.stream().map(node -> ValueText.of(shape(node))).collect(Collectors.joining(", ", "[", "]"));
            case Expectation.EntryValue.Sum(CaseNode node) -> "a sum of " + node.found();
        };
    }

    /** A value as the case file writes it. */
    private static Object shape(CaseNode node) {
        return switch (node) {
            case CaseNode.Scalar scalar -> scalar.value();
            case CaseNode.Sequence list ->
                list.elements().stream().map(MapCheck::shape).toList();
            case CaseNode.Mapping mapping -> {
                Map<String, Object> members = new LinkedHashMap<>();
                mapping.members().forEach((name, each) -> members.put(name, shape(each)));
                yield members;
            }
        };
    }

    private String shownKey(Octets key) {
        return ValueText.of(keys.shown(key.toArray()));
    }

    String shownValue(Element element) {
        if (!isPerCpu(spec)) {
            return ValueText.of(values.shown(element.value().toArray()));
        }
        return shownValues(element).collect(Collectors.joining(", ", "[", "]"));
    }

    private Stream<String> shownValues(Element element) {
        return ofCpus(element).stream().map(value -> ValueText.of(values.shown(value.toArray())));
    }

    private String listing() {
        if (elements.isEmpty()) {
            return "nothing";
        }
        String shown = elements.stream()
                .limit(SHOWN_KEYS)
                .map(element -> spec.keySize() == 0 ? shownValue(element) : shownKey(element.key()))
                .collect(Collectors.joining(", "));
        return elements.size() > SHOWN_KEYS ? shown + " and " + (elements.size() - SHOWN_KEYS) + " more" : shown;
    }

    /** All elements, and values of CPUs, in an order of their own, to be compared between kernels. */
    String image() {
        return elements.stream()
                .filter(element -> !isArray(spec.type()) || !isZero(element.value()))
                .map(element -> (spec.keySize() == 0 ? "" : shownKey(element.key()) + "=")
                        + (isPerCpu(spec)
                                ? shownValues(element).sorted().collect(Collectors.joining(", ", "[", "]"))
                                : shownValue(element)))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
