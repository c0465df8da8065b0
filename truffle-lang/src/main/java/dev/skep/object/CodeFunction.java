package dev.skep.object;

import dev.skep.isa.Bytecode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A function in a section of code, while the object is read.
 *
 * @param start in slots from the start of the section
 */
record CodeFunction(String name, ElfSection section, int start, Bytecode code, FunctionSpec.Linkage linkage) {
    private static final int SLOT_BYTES = 8;
    /** Functions of one section may share code (aliases), but not without end. */
    private static final int MAX_OVERLAP = 16;

    int end() {
        return start + code.size();
    }

    /**
     * The functions of a section in the order of their places. Old compilers gave functions neither type nor size: then
     * each global symbol begins one, and without any symbol the section is one.
     */
    static List<CodeFunction> of(ElfFile elf, ElfSection section) {
        byte[] content = elf.content(section);
        if (content.length == 0) {
            return List.of();
        }
        List<ElfSymbol> symbols = elf.symbols().stream()
                .filter(symbol -> symbol.section() == section.index())
                .toList();
        List<CodeFunction> functions = new ArrayList<>();
        long total = 0;
        for (ElfSymbol symbol : symbols) {
            if (symbol.isFunction()) {
                CodeFunction function = function(elf, section, content, symbol, symbol.size());
                functions.add(function);
                total += function.code.size();
                if (total * SLOT_BYTES > (long) MAX_OVERLAP * content.length) {
                    throw elf.malformed(section.name(), "functions that overlap", "each instruction in one function");
                }
            }
        }
        if (functions.isEmpty()) {
            functions.addAll(untyped(elf, section, content, symbols));
        }
        functions.sort(Comparator.comparingInt(CodeFunction::start));
        return functions;
    }

    private static List<CodeFunction> untyped(
            ElfFile elf, ElfSection section, byte[] content, List<ElfSymbol> symbols) {
        List<ElfSymbol> starts = symbols.stream()
                .filter(symbol -> symbol.isGlobal() && symbol.isUntyped())
                .sorted(Comparator.comparingLong(ElfSymbol::value))
                .toList();
        List<CodeFunction> functions = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            long end = i + 1 < starts.size() ? starts.get(i + 1).value() : content.length;
            if (end > starts.get(i).value()) {
                functions.add(function(
                        elf,
                        section,
                        content,
                        starts.get(i),
                        end - starts.get(i).value()));
            }
        }
        if (functions.isEmpty()) {
            String name = section.name().startsWith("?") ? section.name().substring(1) : section.name();
            Bytecode code = code(elf, section, name, content, 0, content.length);
            functions.add(new CodeFunction(name, section, 0, code, FunctionSpec.Linkage.GLOBAL));
        }
        return functions;
    }

    private static CodeFunction function(ElfFile elf, ElfSection section, byte[] content, ElfSymbol symbol, long size) {
        Bytecode code = code(elf, section, symbol.name(), content, symbol.value(), size);
        FunctionSpec.Linkage linkage = symbol.isLocal()
                ? FunctionSpec.Linkage.STATIC
                : symbol.isHidden() ? FunctionSpec.Linkage.HIDDEN : FunctionSpec.Linkage.GLOBAL;
        return new CodeFunction(symbol.name(), section, (int) (symbol.value() / SLOT_BYTES), code, linkage);
    }

    private static Bytecode code(ElfFile elf, ElfSection section, String name, byte[] content, long start, long size) {
        boolean inside = start >= 0 && size > 0 && start <= content.length && size <= content.length - start;
        if (!inside || start % SLOT_BYTES != 0 || size % SLOT_BYTES != 0) {
            throw elf.malformed(
                    section.name() + "/" + name,
                    "function at byte " + Long.toUnsignedString(start) + " of " + Long.toUnsignedString(size)
                            + " bytes",
                    "whole instructions inside of the section's " + content.length + " bytes");
        }
        byte[] bytes = new byte[(int) size];
        System.arraycopy(content, (int) start, bytes, 0, (int) size);
        return Bytecode.of(bytes);
    }

    /** The place in the list of the function that an instruction lies in, -1 if it lies in none. */
    static int indexContaining(List<CodeFunction> sorted, long slot) {
        int low = 0;
        int high = sorted.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (sorted.get(middle).start <= slot) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        boolean inside = !sorted.isEmpty()
                && slot >= sorted.get(low).start
                && slot < sorted.get(low).end();
        return inside ? low : -1;
    }
}
