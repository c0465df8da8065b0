package dev.skep.kernel;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where symbols of the kernel stand: those that programs are known to ask for in the order of a list, then the
 * functions that its types tell in the order of their ids, then whatever else probes are attached to. The addresses are
 * made up, and nobody can read what is there. Counterpart: {@code /proc/kallsyms}.
 */
public final class SymbolTable {
    /** Where the kernel's text starts on x86-64. */
    private static final long TEXT = 0xffff_ffff_8100_0000L;

    private static final int SPACING = 64;

    private final KernelTypes types;
    private final Map<String, Long> others = new HashMap<>();

    public SymbolTable(KernelTypes types) {
        this.types = types;
    }

    /** The address of a symbol, empty if the kernel has none of this name. */
    public OptionalLong address(String name) {
        Integer known = Listed.NUMBERS.get(name);
        if (known != null) {
            return OptionalLong.of(at(known));
        }
        OptionalInt function = types.btf().find(name, BtfKind.FUNC);
        return function.isPresent() ? OptionalLong.of(functionAddress(function.getAsInt())) : OptionalLong.empty();
    }

    /** The address of a function by its id in the kernel's types. */
    public long functionAddress(int btfId) {
        Integer known = Listed.NUMBERS.get(types.btf().name(btfId));
        return at(known != null ? known : Listed.NUMBERS.size() + (long) btfId);
    }

    /** Where something is that a probe names: a symbol, or one that only this machine has. */
    public long place(String name) {
        OptionalLong known = address(name);
        if (known.isPresent()) {
            return known.getAsLong();
        }
        Btf btf = types.btf();
        return others.computeIfAbsent(name, _ -> at(Listed.NUMBERS.size() + (long) btf.typeCount() + others.size()));
    }

    private static long at(long number) {
        return TEXT + number * SPACING;
    }

    /** The list of the reference kernel. */
    private static final class Listed {
        static final Map<String, Integer> NUMBERS = read();

        private static Map<String, Integer> read() {
            try (InputStream list = SymbolTable.class.getResourceAsStream("kernel-symbols.txt")) {
                if (list == null) {
                    throw new IllegalStateException("resource kernel-symbols.txt is missing");
                }
                Map<String, Integer> numbers = new HashMap<>();
                new String(list.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .forEach(line -> numbers.putIfAbsent(line, numbers.size()));
                return numbers;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
