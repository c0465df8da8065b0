package dev.skep.kernel.hook;

import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments that a test names one after the other. */
public final class NamedValues {
    private NamedValues() {}

    /**
     * Names and values in turns.
     *
     * @throws IllegalArgumentException if a name stands at the end, or what should be a name is no text
     */
    public static Map<String, Object> of(Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values in turns expected, found " + namesAndValues.length + " objects");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!(namesAndValues[i] instanceof String name)) {
                throw new IllegalArgumentException("a name expected, found " + namesAndValues[i]);
            }
            values.put(name, namesAndValues[i + 1]);
        }
        return values;
    }
}
