package dev.skep.testing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a program that takes no packet made of its context.
 *
 * @param program its name
 * @param value what it returned
 * @param context the bytes of the context as it left them
 * @param fields the same by the names in C: numbers as {@code Long}, arrays as {@code List}s; empty where nothing tells
 *     the type
 */
public record CallResult(String program, int value, byte[] context, Map<String, Object> fields) {
    public CallResult {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * A field of the context as the program left it.
     *
     * @throws UnknownNameException if the context has none of this name
     */
    public Object field(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new UnknownNameException(program, "context field", name, fields.keySet());
        }
        return value;
    }
}
