package dev.skep.assertions;

import dev.skep.testing.TypedMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.ListAssert;

/**
 * Assertions about what is in a map. Expected keys and values are given as for {@link TypedMap#put}, so that {@code 1}
 * and {@code 1L}, a record and a {@code Map} are equal where the type is.
 */
public final class TypedMapAssert extends AbstractAssert<TypedMapAssert, TypedMap> {
    TypedMapAssert(TypedMap actual) {
        super(actual, TypedMapAssert.class);
    }

    /** There is an element with this key and value; of a per-CPU map with a value for each CPU, as a {@code List}. */
    public TypedMapAssert hasEntry(Object key, Object value) {
        isNotNull();
        if (actual.isPerCpu() && !(value instanceof List<?>)) {
            throw failure(
                    "%s has a value for each CPU: use hasSum(%s, %s), or hasEntry with a list of values",
                    actual, key, value);
        }
        Object found = actual.get(key);
        Object expected = actual.normalisedValue(value);
        if (found == null) {
            throw failure("%s has no element for key %s\n%s", actual, actual.normalisedKey(key), elements());
        }
        if (!Objects.equals(found, expected)) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "%s has for key %s\n  %s\nexpected\n  %s",
                    actual,
                    actual.normalisedKey(key),
                    found,
                    expected);
        }
        return this;
    }

    /** The values of all CPUs add up to this. */
    public TypedMapAssert hasSum(Object key, long sum) {
        isNotNull();
        long found = actual.sum(key);
        if (found != sum) {
            throw failureWithActualExpected(
                    found,
                    sum,
                    "%s has for key %s %s, which adds up to %d, expected %d",
                    actual,
                    actual.normalisedKey(key),
                    actual.get(key),
                    found,
                    sum);
        }
        return this;
    }

    /** There is an element with this key. */
    public TypedMapAssert containsKey(Object key) {
        isNotNull();
        if (!actual.contains(key)) {
            throw failure("%s has no element for key %s\n%s", actual, actual.normalisedKey(key), elements());
        }
        return this;
    }

    /** There is no element with this key. */
    public TypedMapAssert doesNotContainKey(Object key) {
        isNotNull();
        Object found = actual.get(key);
        if (found != null) {
            throw failure("%s has for key %s %s, expected no element", actual, actual.normalisedKey(key), found);
        }
        return this;
    }

    /** There are so many elements. */
    public TypedMapAssert hasSize(int elements) {
        isNotNull();
        if (actual.size() != elements) {
            throw failureWithActualExpected(
                    actual.size(),
                    elements,
                    "%s has %d elements, expected %d\n%s",
                    actual,
                    actual.size(),
                    elements,
                    elements());
        }
        return this;
    }

    /** There is no element. */
    public TypedMapAssert isEmpty() {
        return hasSize(0);
    }

    /** Takes the records out of a ring or perf buffer and goes on with them. */
    public ListAssert<Object> records() {
        isNotNull();
        return new ListAssert<>(actual.records()).as("records of %s", actual);
    }

    /** Takes the records out as records of Java and goes on with them. */
    public <T> ListAssert<T> records(Class<T> type) {
        isNotNull();
        return new ListAssert<>(actual.records(type)).as("records of %s", actual);
    }

    private String elements() {
        Map<Object, Object> entries = actual.entries();
        if (entries.isEmpty()) {
            return "it has no elements";
        }
        StringBuilder text = new StringBuilder("it has");
        entries.forEach(
                (key, value) -> text.append("\n  ").append(key).append(" = ").append(value));
        return text.toString();
    }
}
