package dev.skep.replay;

import java.util.Map;

/**
 * What programs are attached with, by their names; programs of all objects share the names.
 *
 * @param cookies what {@code bpf_get_attach_cookie} gives
 * @param maps names of the maps whose elements iterators of {@code bpf_map_elem} walk over
 */
public record Attachments(Map<String, Long> cookies, Map<String, String> maps) {
    /** Every program as its section says, and with nothing else. */
    public static final Attachments PLAIN = new Attachments(Map.of(), Map.of());

    public Attachments {
        cookies = Map.copyOf(cookies);
        maps = Map.copyOf(maps);
    }

    /** The cookie of a program; 0 without any. */
    long cookie(String program) {
        return cookies.getOrDefault(program, 0L);
    }
}
