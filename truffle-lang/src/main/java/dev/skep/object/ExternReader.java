package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import dev.skep.object.Extern.Kind;
import dev.skep.object.Extern.Strength;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Symbols that the kernel defines. Values of its configuration get their places in a map of their own: those with the
 * largest alignment first, then the smallest, then by name. Counterpart: {@code bpf_object__collect_externs}.
 */
final class ExternReader {
    static final String CONFIGURATION = ".kconfig";
    private static final String SYMBOLS = ".ksyms";

    private final ElfFile elf;
    private final Btf btf;

    ExternReader(ElfFile elf, Btf btf) {
        this.elf = elf;
        this.btf = btf;
    }

    /** Those that BTF describes, in libbpf's order. */
    List<Extern> read() {
        Map<Integer, Kind> kinds = new HashMap<>();
        variables(CONFIGURATION).forEach(variable -> kinds.put(variable.type(), Kind.CONFIGURATION));
        variables(SYMBOLS)
                .forEach(variable -> kinds.put(
                        variable.type(), btf.type(variable.type()) instanceof Func ? Kind.FUNCTION : Kind.VARIABLE));
        Map<String, Integer> ids = new HashMap<>();
        kinds.keySet().stream().sorted().forEach(id -> ids.putIfAbsent(btf.name(id), id));
        List<Extern> externs = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ElfSymbol symbol : elf.symbols()) {
            Integer id = symbol.isExtern() ? ids.get(symbol.name()) : null;
            Kind kind = id == null ? null : kinds.get(id);
            if (id != null && kind != null && seen.add(symbol.name())) {
                Strength strength = symbol.isWeak() ? Strength.WEAK : Strength.STRONG;
                externs.add(new Extern(symbol.name(), kind, strength, id, typeOf(id), 0));
            }
        }
        return placed(externs);
    }

    private List<Variable> variables(String section) {
        var id = btf.find(section, BtfKind.DATASEC);
        return id.isPresent() && btf.type(id.getAsInt()) instanceof Datasec datasec ? datasec.variables() : List.of();
    }

    private int typeOf(int id) {
        BtfType type = btf.type(id);
        return type instanceof Var var ? btf.resolve(var.type()) : type instanceof Func func ? func.proto() : 0;
    }

    private List<Extern> placed(List<Extern> externs) {
        Comparator<Extern> order = Comparator.comparing((Extern e) -> e.kind() != Kind.CONFIGURATION)
                .thenComparingInt(e -> e.kind() == Kind.CONFIGURATION ? -e.align(btf) : 0)
                .thenComparingLong(e -> e.kind() == Kind.CONFIGURATION ? btf.sizeOf(e.typeId()) : 0L)
                .thenComparing(Extern::name);
        List<Extern> placed = new ArrayList<>();
        long end = 0;
        for (Extern extern : externs.stream().sorted(order).toList()) {
            if (extern.kind() != Kind.CONFIGURATION) {
                placed.add(extern);
                continue;
            }
            int align = extern.align(btf);
            long size = btf.sizeOf(extern.typeId());
            long offset = align <= 0 ? end : (end + align - 1) / align * align;
            end = offset + size;
            if (align <= 0 || size <= 0 || end > Short.MAX_VALUE) {
                throw elf.malformed(
                        CONFIGURATION + "/" + extern.name(),
                        "a value of " + size + " bytes",
                        "one of at least 1, all of them at most " + Short.MAX_VALUE);
            }
            placed.add(new Extern(
                    extern.name(), extern.kind(), extern.strength(), extern.btfId(), extern.typeId(), (int) offset));
        }
        return placed;
    }

    /** Bytes of the map of configuration values; 0 without any. */
    static int configurationBytes(List<Extern> externs, @Nullable Btf btf) {
        int end = 0;
        for (Extern extern : externs) {
            if (btf != null && extern.kind() == Kind.CONFIGURATION) {
                end = Math.max(end, extern.offset() + (int) btf.sizeOf(extern.typeId()));
            }
        }
        return end;
    }
}
