package dev.skep.object;

import dev.skep.kernel.map.MapType;
import dev.skep.object.MapDefinition.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * What fills maps when the object is loaded: {@code .values = {[3] = &program}} of a BTF-defined map is a relocation in
 * {@code .maps}. Counterpart: {@code bpf_object__collect_map_relos}.
 */
final class SlotReader {
    private static final int POINTER_BYTES = 8;

    private final ElfFile elf;
    private final ElfSection section;

    SlotReader(ElfFile elf, ElfSection section) {
        this.elf = elf;
        this.section = section;
    }

    MapDefinition filled(BtfMapReader.Declared declared) {
        List<Slot> slots = new ArrayList<>();
        for (ElfSection relocations : elf.sections()) {
            boolean ours = relocations.type() == ElfSection.REL || relocations.type() == ElfSection.RELA;
            if (ours && relocations.info() == section.index()) {
                for (ElfRelocation relocation : elf.relocations(relocations)) {
                    long inMap = relocation.offset() - declared.offset();
                    if (inMap >= 0 && inMap + POINTER_BYTES <= declared.sizeBytes()) {
                        slots.add(slot(declared, inMap, relocation.symbol()));
                    }
                }
            }
        }
        return declared.map().withSlots(slots);
    }

    private Slot slot(BtfMapReader.Declared declared, long inMap, ElfSymbol symbol) {
        String where = section.name() + "/" + declared.map().name();
        long inValues = inMap - declared.valuesOffset();
        if (declared.valuesOffset() < 0 || inValues < 0 || inValues % POINTER_BYTES != 0) {
            throw elf.malformed(where, "address of " + symbol.name() + " at byte " + inMap, "it among the values");
        }
        int key = (int) (inValues / POINTER_BYTES);
        MapType type = declared.map().spec().type();
        if (type == MapType.PROG_ARRAY) {
            return new Slot.OfProgram(key, symbol.name());
        }
        if (type != MapType.ARRAY_OF_MAPS && type != MapType.HASH_OF_MAPS) {
            throw elf.malformed(where, "values in a map of type " + type, "a program array or a map of maps");
        }
        if (symbol.section() != section.index()) {
            throw elf.malformed(where, "value " + key + " is " + symbol.name(), "a map in .maps");
        }
        return new Slot.OfMap(key, symbol.name());
    }
}
