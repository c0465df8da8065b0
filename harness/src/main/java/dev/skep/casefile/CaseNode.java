package dev.skep.casefile;

import dev.skep.testing.NearestNames;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A piece of a case file, with its place. */
sealed interface CaseNode {
    Place place();

    /** What it is, for messages. */
    String found();

    default MalformedCaseFileException wrong(String expected) {
        return place().wrong(found() + ", expected " + expected);
    }

    /** The text of a scalar. */
    default String text(String expected) {
        throw wrong(expected);
    }

    /** The elements of a list. */
    default List<CaseNode> items(String expected) {
        throw wrong(expected);
    }

    /** The members of a mapping. */
    default Mapping mapping(String expected) {
        throw wrong(expected);
    }

    /** A whole number in a range. */
    default long number(String what, long least, long most) {
        String expected = what + " of " + least + ".." + most;
        String text = text(expected).replace("_", "");
        long value;
        try {
            value = text.startsWith("0x") ? Long.parseLong(text, 2, text.length(), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong(expected);
        }
        if (value < least || value > most) {
            throw wrong(expected);
        }
        return value;
    }

    /**
     * A number, text, truth value, or nothing.
     *
     * @param quoted whether it is text even if it looks like a number
     */
    record Scalar(String value, boolean quoted, Place place) implements CaseNode {
        @Override
        public String found() {
            return value.length() > 60 ? value.substring(0, 60) + "..." : value.isEmpty() ? "nothing" : value;
        }

        @Override
        public String text(String expected) {
            if (!quoted && (value.isEmpty() || value.equals("null") || value.equals("~"))) {
                throw wrong(expected);
            }
            return value;
        }
    }

    /** A list. */
    record Sequence(List<CaseNode> elements, Place place) implements CaseNode {
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public String found() {
            return "a list";
        }

        @Override
        public List<CaseNode> items(String expected) {
            return elements;
        }
    }

    /** Names and what they stand for, in their order. */
    record Mapping(Map<String, CaseNode> members, Map<String, Place> names, Place place) implements CaseNode {
        public Mapping {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
            names = Map.copyOf(names);
        }

        @Override
        public String found() {
            return "a mapping";
        }

        @Override
        public Mapping mapping(String expected) {
            return this;
        }

        Optional<CaseNode> find(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** Refuses names that nobody knows, with the nearest ones that somebody does. */
        void only(Set<String> known) {
            for (String name : members.keySet()) {
                if (!known.contains(name)) {
                    throw placeOf(name).wrong(name + ", expected " + NearestNames.expected(name, known));
                }
            }
        }

        Place placeOf(String name) {
            return names.getOrDefault(name, place);
        }
    }
}
