package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills in what the compiler leaves out of the BTF of sections of variables: their sizes and the places of global
 * variables, which only the symbols know. Counterpart: {@code btf_fixup_datasec}.
 */
final class VariablePlaces {
    private final ElfFile elf;
    private final Btf btf;
    private final Map<String, ElfSymbol> symbols = new HashMap<>();

    VariablePlaces(ElfFile elf, Btf btf) {
        this.elf = elf;
        this.btf = btf;
        elf.symbols().stream()
                .filter(symbol -> symbol.isObject() && symbol.isGlobal())
                .forEach(symbol -> symbols.putIfAbsent(symbol.name(), symbol));
    }

    /** Names of variables that are not for user space to see. */
    Set<String> hidden() {
        Set<String> hidden = new HashSet<>();
        symbols.values().stream().filter(ElfSymbol::isHidden).forEach(symbol -> hidden.add(symbol.name()));
        return hidden;
    }

    /**
     * The types with sizes and places. Configuration values are where {@code externs} say; hidden functions are static,
     * so that the verifier looks at them where they are called.
     */
    Btf filledIn(List<Extern> externs, Set<String> hiddenFunctions) {
        Map<Integer, Integer> configuration = new HashMap<>();
        externs.forEach(extern -> configuration.put(extern.btfId(), extern.offset()));
        Map<Integer, BtfType> known = new HashMap<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.FUNC
                    && hiddenFunctions.contains(btf.name(id))
                    && btf.type(id) instanceof Func function) {
                known.put(id, new Func(function.name(), function.proto(), Linkage.STATIC));
            }
            if (btf.kind(id) != BtfKind.DATASEC || !(btf.type(id) instanceof Datasec section)) {
                continue;
            }
            if (section.name().equals(ExternReader.CONFIGURATION)) {
                int size = ExternReader.configurationBytes(externs, btf);
                known.put(id, sorted(section, size, v -> configuration.getOrDefault(v.type(), 0)));
            } else if (section.sizeBytes() == 0) {
                ElfSection found = elf.section(section.name()).orElse(null);
                if (found != null && found.size() > 0 && found.size() <= Integer.MAX_VALUE) {
                    known.put(id, sorted(section, (int) found.size(), v -> place(v, found)));
                }
            }
        }
        return known.isEmpty() ? btf : btf.with(known);
    }

    private interface Place {
        int of(Variable variable);
    }

    private static Datasec sorted(Datasec section, int size, Place place) {
        List<Variable> variables = new ArrayList<>();
        for (Variable variable : section.variables()) {
            variables.add(new Variable(variable.type(), place.of(variable), variable.sizeBytes()));
        }
        variables.sort(Comparator.comparingInt(Variable::offset));
        return new Datasec(section.name(), size, variables);
    }

    private int place(Variable variable, ElfSection section) {
        if (btf.type(variable.type()) instanceof Var var && var.linkage() == Linkage.GLOBAL) {
            ElfSymbol symbol = symbols.get(var.name());
            if (symbol != null
                    && symbol.section() == section.index()
                    && symbol.value() >= 0
                    && symbol.value() < section.size()) {
                return (int) symbol.value();
            }
        }
        return variable.offset();
    }
}
