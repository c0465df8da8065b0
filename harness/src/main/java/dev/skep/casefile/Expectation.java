package dev.skep.casefile;

import dev.skep.packet.layer.Octets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is expected once something has happened. */
sealed interface Expectation {
    /** Where it stands. */
    Place place();

    /**
     * The program is rejected.
     *
     * @param errno its name; empty for any
     * @param messages what the verifier says, one after the other; what stands between double braces are patterns
     * @param logLevel bits of {@code BPF_LOG_*}; 0 for the path that failed
     */
    record Rejected(Place place, String errno, List<String> messages, int logLevel) implements Expectation {
        public Rejected {
            messages = List.copyOf(messages);
        }
    }

    /** The program is accepted, and the verifier says this about it, one after the other. */
    record Accepted(Place place, List<String> messages, int logLevel) implements Expectation {
        public Accepted {
            messages = List.copyOf(messages);
        }
    }

    /** The program returned this, by name or number, on each input. */
    record Returned(CaseNode.Scalar value) implements Expectation {
        @Override
        public Place place() {
            return value.place();
        }
    }

    /** How often the program returned what. */
    record ReturnedCounts(Place place, Map<CaseNode.Scalar, Long> counts) implements Expectation {}

    /** {@code TEST_RUN} refuses the input. */
    record RefusedRun(Place place, String errno) implements Expectation {}

    /** The frame as the program leaves it. */
    record FrameOut(Place place, Octets frame) implements Expectation {}

    /** The frame is what went in. */
    record Unchanged(Place place) implements Expectation {}

    /** The frames as the program leaves them are those of a capture. */
    record FramesOut(Place place, Path capture) implements Expectation {}

    /** Fields of the context as the program leaves it. */
    record ContextOut(Place place, CaseNode fields) implements Expectation {}

    /** The contents of a map. */
    record MapHolds(CaseNode.Scalar map, Content content) implements Expectation {
        @Override
        public Place place() {
            return map.place();
        }
    }

    /** Records of a ring or perf buffer, all so far, in their order. */
    record Records(CaseNode.Scalar map, List<CaseNode> records) implements Expectation {
        public Records {
            records = List.copyOf(records);
        }

        @Override
        public Place place() {
            return map.place();
        }
    }

    /** How many records came so far. */
    record RecordCount(CaseNode.Scalar map, long count) implements Expectation {
        @Override
        public Place place() {
            return map.place();
        }
    }

    /** Lines of the trace pipe, all so far; each contains the text. */
    record Trace(Place place, List<String> lines) implements Expectation {
        public Trace {
            lines = List.copyOf(lines);
        }
    }

    /** What a map holds. */
    sealed interface Content {
        /** These elements, among others. */
        record Has(List<Entry> entries) implements Content {}

        /** These elements and no others; zeros in arrays are none. */
        record Is(List<Entry> entries) implements Content {}

        /** No element with one of these keys. */
        record Lacks(List<CaseNode> keys) implements Content {}

        /** So many elements. */
        record Size(long size) implements Content {}

        /** Variables. */
        record Variables(CaseNode.Mapping values) implements Content {}
    }

    /**
     * An element.
     *
     * @param key null for queues and stacks
     * @param value one of the next three
     */
    record Entry(Place place, Optional<CaseNode> key, EntryValue value) {}

    /** The value of an element. */
    sealed interface EntryValue {
        /** It is this. */
        record One(CaseNode value) implements EntryValue {}

        /** On each CPU, from 0 on; the others hold zero. */
        record OfCpus(List<CaseNode> values) implements EntryValue {}

        /** The sum over all CPUs. */
        record Sum(CaseNode sum) implements EntryValue {}

        /** Anything. */
        record Any() implements EntryValue {}
    }
}
