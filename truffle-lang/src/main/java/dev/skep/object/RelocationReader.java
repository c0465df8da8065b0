package dev.skep.object;

import dev.skep.isa.RawInstruction;
import dev.skep.object.Relocation.Call;
import dev.skep.object.Relocation.ExternAddress;
import dev.skep.object.Relocation.ExternCall;
import dev.skep.object.Relocation.FunctionAddress;
import dev.skep.object.Relocation.MapData;
import dev.skep.object.Relocation.MapDescriptor;
import dev.skep.object.Relocation.Unresolved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns relocations by symbol into relocations by meaning. What means nothing becomes {@link Unresolved}, for the
 * linker to complain about if the program is wanted. Counterpart: {@code bpf_program__record_reloc}.
 */
final class RelocationReader {
    private static final int SLOT_BYTES = 8;
    private static final int CALL = 0x85;
    private static final int PSEUDO_CALL = 1;

    private final ElfFile elf;
    private final @Nullable ElfSection text;
    private final List<CodeFunction> textFunctions;
    private final MapPlaces maps;
    private final Map<String, Integer> externs = new HashMap<>();
    private final Map<Integer, List<ElfRelocation>> bySection = new HashMap<>();

    RelocationReader(
            ElfFile elf,
            @Nullable ElfSection text,
            List<CodeFunction> textFunctions,
            MapPlaces maps,
            List<Extern> externs) {
        this.elf = elf;
        this.text = text;
        this.textFunctions = textFunctions;
        this.maps = maps;
        for (int i = 0; i < externs.size(); i++) {
            this.externs.put(externs.get(i).name(), i);
        }
        for (ElfSection section : elf.sections()) {
            if (section.type() == ElfSection.REL || section.type() == ElfSection.RELA) {
                read(section);
            }
        }
        bySection.values().forEach(list -> list.sort(Comparator.comparingLong(ElfRelocation::offset)));
    }

    private void read(ElfSection section) {
        int target = section.info();
        if (target < 0 || target >= elf.sections().size()) {
            throw elf.malformed(
                    section.name(),
                    "relocations of section " + Integer.toUnsignedString(target),
                    "less than " + elf.sections().size());
        }
        ElfSection changed = elf.sections().get(target);
        if (!changed.executable()) {
            return;
        }
        List<ElfRelocation> relocations = elf.relocations(section);
        for (ElfRelocation relocation : relocations) {
            if (relocation.offset() % SLOT_BYTES != 0
                    || Long.compareUnsigned(relocation.offset(), changed.size()) >= 0) {
                throw elf.malformed(
                        section.name(),
                        "relocation at byte " + Long.toUnsignedString(relocation.offset()),
                        "an instruction of the section's " + changed.size() + " bytes");
            }
        }
        bySection.computeIfAbsent(target, key -> new ArrayList<>()).addAll(relocations);
    }

    /** The relocations of a function, with the calls that the compiler resolved itself, in the order of their slots. */
    List<Relocation> of(CodeFunction function) {
        Map<Integer, Relocation> bySlot = new HashMap<>();
        for (ElfRelocation relocation : within(function)) {
            int slot = (int) (relocation.offset() / SLOT_BYTES) - function.start();
            bySlot.putIfAbsent(slot, relocation(function, slot, relocation));
        }
        for (int slot = 0; slot < function.code().size(); slot++) {
            RawInstruction raw = function.code().raw(slot);
            boolean call = raw.opcode() == CALL && raw.src() == PSEUDO_CALL && raw.dst() == 0 && raw.offset() == 0;
            if (call && !bySlot.containsKey(slot)) {
                bySlot.put(slot, localCall(function, slot, raw));
            }
        }
        return bySlot.values().stream()
                .sorted(Comparator.comparingInt(Relocation::slot))
                .toList();
    }

    private List<ElfRelocation> within(CodeFunction function) {
        List<ElfRelocation> all = bySection.getOrDefault(function.section().index(), List.of());
        long from = (long) function.start() * SLOT_BYTES;
        long to = (long) function.end() * SLOT_BYTES;
        int low = firstAtLeast(all, from);
        return all.subList(low, firstAtLeast(all, to));
    }

    private static int firstAtLeast(List<ElfRelocation> sorted, long offset) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A call within a section needs no relocation: its immediate already counts from the instruction behind it. */
    private Relocation localCall(CodeFunction function, int slot, RawInstruction raw) {
        long target = (long) function.start() + slot + raw.immediate() + 1;
        if (text == null || function.section().index() != text.index()) {
            return new Unresolved(
                    slot, "call within section " + function.section().name(), "a function in .text");
        }
        return call(slot, target, "instruction " + target + " of .text");
    }

    private Relocation call(int slot, long targetSlot, String what) {
        int target = CodeFunction.indexContaining(textFunctions, targetSlot);
        return target < 0 ? new Unresolved(slot, "call of " + what, "a function in .text") : new Call(slot, target);
    }

    private Relocation relocation(CodeFunction function, int slot, ElfRelocation relocation) {
        RawInstruction raw = function.code().raw(slot);
        ElfSymbol symbol = relocation.symbol();
        long immediate = raw.immediate() + relocation.addend();
        boolean load = raw.opcode() == RawInstruction.LD_IMM64;
        if (raw.opcode() != CALL && !load) {
            return new Unresolved(
                    slot,
                    what(symbol) + " by opcode 0x" + Integer.toHexString(raw.opcode()),
                    "a call or a load of 64 bits");
        }
        if (symbol.isExtern()) {
            Integer extern = externs.get(symbol.name());
            if (extern == null) {
                return new Unresolved(
                        slot, what(symbol) + ", which no BTF describes", "a symbol of .kconfig or .ksyms");
            }
            return load ? new ExternAddress(slot, extern) : new ExternCall(slot, extern);
        }
        if (!load) {
            return functionCall(slot, raw, symbol, immediate);
        }
        return address(slot, symbol, immediate);
    }

    private Relocation functionCall(int slot, RawInstruction raw, ElfSymbol symbol, long immediate) {
        if (raw.src() != PSEUDO_CALL) {
            return new Unresolved(slot, what(symbol) + " by a call of a helper", "a call of a function");
        }
        if (text == null || symbol.section() != text.index() || symbol.value() % SLOT_BYTES != 0) {
            return new Unresolved(slot, "call of " + what(symbol), "a function in .text");
        }
        // A global function is named by its symbol, and the immediate is -1; a static one stands at the immediate of
        // its section.
        return call(slot, symbol.value() / SLOT_BYTES + immediate + 1, what(symbol));
    }

    private Relocation address(int slot, ElfSymbol symbol, long immediate) {
        if (symbol.section() == ElfSymbol.UNDEFINED || symbol.section() >= ElfSymbol.SPECIAL) {
            return new Unresolved(
                    slot, what(symbol) + " in no section", "a map, a variable or a function of this object");
        }
        if (text != null && symbol.section() == text.index() && (symbol.isFunction() || symbol.isSection())) {
            long bytes = symbol.value() + immediate;
            int target = CodeFunction.indexContaining(textFunctions, Math.floorDiv(bytes, SLOT_BYTES));
            return target < 0 || bytes % SLOT_BYTES != 0
                    ? new Unresolved(slot, "address of " + what(symbol), "a function in .text")
                    : new FunctionAddress(slot, target);
        }
        long place = symbol.value() + (symbol.isSection() ? immediate : 0);
        Integer map = maps.descriptor(symbol.section(), place);
        if (map != null) {
            return new MapDescriptor(slot, map);
        }
        Integer data = maps.data(symbol.section());
        if (data != null) {
            return new MapData(slot, data, (int) (symbol.value() + immediate));
        }
        return new Unresolved(slot, what(symbol), "a map, a variable or a function of this object");
    }

    private String what(ElfSymbol symbol) {
        int index = symbol.section();
        String section = index > 0 && index < elf.sections().size()
                ? elf.sections().get(index).name()
                : "";
        if (symbol.name().isEmpty()) {
            return section.isEmpty() ? "symbol " + symbol.index() : "section " + section;
        }
        return section.isEmpty() ? symbol.name() : symbol.name() + " in " + section;
    }
}
