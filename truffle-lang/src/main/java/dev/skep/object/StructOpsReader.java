package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.MapDefinition.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Structs of functions that programs implement for the kernel. Counterpart: {@code init_struct_ops_maps}. */
final class StructOpsReader {
    private final ElfFile elf;
    private final Btf btf;

    StructOpsReader(ElfFile elf, Btf btf) {
        this.elf = elf;
        this.btf = btf;
    }

    static boolean holdsStructOps(ElfSection section) {
        String name = section.name().startsWith("?") ? section.name().substring(1) : section.name();
        return section.data() && section.size() > 0 && (name.equals(".struct_ops") || name.equals(".struct_ops.link"));
    }

    List<MapDefinition> read(ElfSection section) {
        List<MapDefinition> maps = new ArrayList<>();
        var id = btf.find(section.name(), BtfKind.DATASEC);
        if (id.isEmpty() || !(btf.type(id.getAsInt()) instanceof Datasec datasec)) {
            throw elf.malformed(section.name(), "no DATASEC of this name in .BTF", "one that lists its structs");
        }
        byte[] content = elf.content(section);
        for (Variable variable : datasec.variables()) {
            if (!(btf.type(variable.type()) instanceof Var var)) {
                continue;
            }
            long size = btf.sizeOf(var.type());
            long end = variable.offset() + size;
            if (size == 0 || size > content.length || end > content.length) {
                throw elf.malformed(
                        section.name() + "/" + var.name(),
                        "a struct up to byte " + end,
                        "it inside of the section's " + content.length);
            }
            MapSpec spec = MapSpec.of(var.name(), MapType.STRUCT_OPS, 4, (int) size, 1)
                    .withTypes(btf, 0, btf.resolve(var.type()));
            maps.add(new MapDefinition(
                    var.name(),
                    Origin.STRUCT_OPS,
                    section.name(),
                    MapType.STRUCT_OPS.id(),
                    spec,
                    Contents.of(Arrays.copyOfRange(content, variable.offset(), (int) end)),
                    slots(section, variable.offset(), size),
                    0));
        }
        return maps;
    }

    private List<Slot> slots(ElfSection section, int offset, long size) {
        List<Slot> slots = new ArrayList<>();
        for (ElfSection relocations : elf.sections()) {
            if (relocations.type() == ElfSection.REL && relocations.info() == section.index()) {
                for (ElfRelocation relocation : elf.relocations(relocations)) {
                    long inStruct = relocation.offset() - offset;
                    if (inStruct >= 0 && inStruct < size) {
                        slots.add(new Slot.OfProgram(
                                (int) inStruct, relocation.symbol().name()));
                    }
                }
            }
        }
        return slots;
    }
}
