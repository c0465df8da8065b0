package dev.skep.kernel.hook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The numbers of system calls on x86-64. Counterpart: {@code asm/unistd_64.h}. */
final class SystemCallNumbers {
    private static final Map<String, Integer> BY_NAME = read();

    private SystemCallNumbers() {}

    /** The number of a system call; empty if there is none of this name. */
    static OptionalInt of(String name) {
        Integer number = BY_NAME.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    private static Map<String, Integer> read() {
        try (InputStream table = SystemCallNumbers.class.getResourceAsStream("syscalls.tsv")) {
            if (table == null) {
                throw new IllegalStateException("resource syscalls.tsv is missing");
            }
            Map<String, Integer> numbers = new HashMap<>();
            new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        int tab = line.indexOf('\t');
                        numbers.put(line.substring(tab + 1), Integer.parseInt(line.substring(0, tab)));
                    });
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
