package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfValueException;
import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.MapDefinition.Slot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object file. Needs no kernel, and gives the same blueprint for the same bytes. Counterpart:
 * {@code bpf_object__open}; more is accepted: maps from before BTF, sections of unknown names, references that nobody
 * can resolve, as long as nobody asks for them.
 */
public final class ObjectReader {
    private static final String TEXT = ".text";

    private final String name;
    private final ElfFile elf;
    private final List<MapDefinition> maps = new ArrayList<>();
    private final MapPlaces places = new MapPlaces();
    /** Program arrays by the id that iproute2 gives them. */
    private final Map<Long, Integer> programArrays = new HashMap<>();

    private ObjectReader(String name, byte[] bytes) {
        this.name = name;
        this.elf = ElfFile.read(name, bytes);
    }

    /**
     * Reads the bytes of an object file.
     *
     * @param name of the file: for messages, and the maps of its variables are named after it
     * @throws MalformedObjectException if the bytes are no such file, or contradict themselves
     */
    public static ObjectSpec read(String name, byte[] bytes) {
        try {
            return new ObjectReader(name, bytes).read();
        } catch (MalformedBtfException | BtfValueException e) {
            throw new MalformedObjectException(name, ".BTF", e);
        }
    }

    private ObjectSpec read() {
        Btf compiled = btf();
        List<Extern> externs = compiled == null ? List.of() : new ExternReader(elf, compiled).read();
        VariablePlaces variables = compiled == null ? null : new VariablePlaces(elf, compiled);
        Btf btf = variables == null ? null : variables.filledIn(externs, hiddenFunctions());
        readMaps(btf, variables == null ? Set.of() : variables.hidden(), externs);
        ElfSection text = elf.section(TEXT).filter(ElfSection::executable).orElse(null);
        List<CodeFunction> textFunctions = text == null ? List.of() : CodeFunction.of(elf, text);
        RelocationReader relocations = new RelocationReader(elf, text, textFunctions, places, externs);
        BtfExt ext = btf == null ? BtfExt.NONE : ext(btf);
        List<FunctionSpec> functions = textFunctions.stream()
                .map(function -> function(function, relocations, ext))
                .toList();
        List<ProgramSpec> programs = programs(relocations, ext, functions);
        fillStages(programs);
        return new ObjectSpec(name, programs, functions, maps, externs, btf, license(), version());
    }

    private Set<String> hiddenFunctions() {
        return elf.symbols().stream()
                .filter(symbol -> symbol.isFunction() && symbol.isGlobal() && symbol.isHidden())
                .map(ElfSymbol::name)
                .collect(Collectors.toSet());
    }

    private @Nullable Btf btf() {
        ElfSection section = elf.section(".BTF").filter(ElfSection::data).orElse(null);
        return section == null ? null : Btf.read(elf.content(section));
    }

    private BtfExt ext(Btf btf) {
        ElfSection section = elf.section(".BTF.ext").filter(ElfSection::data).orElse(null);
        if (section == null) {
            return BtfExt.NONE;
        }
        try {
            return BtfExt.read(elf.content(section), btf);
        } catch (MalformedBtfException e) {
            throw new MalformedObjectException(name, ".BTF.ext", e);
        }
    }

    private void readMaps(@Nullable Btf btf, Set<String> hidden, List<Extern> externs) {
        ElfSection section =
                elf.section(BtfMapReader.SECTION).filter(ElfSection::data).orElse(null);
        if (section != null && btf != null) {
            SlotReader slots = new SlotReader(elf, section);
            for (BtfMapReader.Declared declared : new BtfMapReader(name, btf).read(section.size())) {
                places.addDescriptor(section.index(), declared.offset(), maps.size());
                maps.add(slots.filled(declared));
            }
        }
        for (LegacyMapReader.Declared declared : new LegacyMapReader(name, elf, btf).read()) {
            places.addDescriptor(declared.section().index(), declared.offset(), maps.size());
            if (declared.map().spec().type() == MapType.PROG_ARRAY) {
                programArrays.putIfAbsent(Integer.toUnsignedLong(declared.id()), maps.size());
            }
            maps.add(declared.map());
        }
        readVariables(btf, hidden, externs);
        for (ElfSection structs : elf.sections()) {
            if (btf != null && StructOpsReader.holdsStructOps(structs)) {
                maps.addAll(new StructOpsReader(elf, btf).read(structs));
            }
        }
        // Variables of an arena stand in a section of their own.
        elf.section(".addr_space.1").ifPresent(arena -> {
            for (int i = 0; i < maps.size(); i++) {
                if (maps.get(i).spec().type() == MapType.ARENA) {
                    places.addData(arena.index(), i);
                    maps.set(i, maps.get(i).withContents(Contents.of(elf.content(arena))));
                }
            }
        });
    }

    private void readVariables(@Nullable Btf btf, Set<String> hidden, List<Extern> externs) {
        DataMaps reader = new DataMaps(name, btf, hidden);
        for (ElfSection section : elf.sections()) {
            Origin origin = DataMaps.origin(section);
            if (origin != null) {
                places.addData(section.index(), maps.size());
                maps.add(reader.map(section, origin, elf.content(section)));
            }
        }
        int configuration = ExternReader.configurationBytes(externs, btf);
        if (configuration > 0) {
            maps.add(reader.map(ExternReader.CONFIGURATION, Origin.CONFIGURATION, configuration, new byte[0]));
        }
    }

    private static FunctionSpec function(CodeFunction function, RelocationReader relocations, BtfExt ext) {
        String section = function.section().name();
        return new FunctionSpec(
                function.name(),
                section.startsWith("?") ? section.substring(1) : section,
                function.start(),
                function.code(),
                function.linkage(),
                relocations.of(function),
                ext.functions(section, function.start(), function.end()),
                ext.lines(section, function.start(), function.end()),
                ext.core(section, function.start(), function.end()));
    }

    /**
     * Programs are the functions of all sections of code but {@code .text}; if there is no other, the global ones of
     * that.
     */
    private List<ProgramSpec> programs(RelocationReader relocations, BtfExt ext, List<FunctionSpec> functions) {
        List<ElfSection> sections = elf.sections().stream()
                .filter(section -> section.executable() && !section.name().equals(TEXT))
                .toList();
        List<CodeFunction> entries = new ArrayList<>();
        for (ElfSection section : sections) {
            entries.addAll(CodeFunction.of(elf, section));
        }
        List<FunctionSpec> specs =
                entries.stream().map(entry -> function(entry, relocations, ext)).toList();
        if (specs.isEmpty()) {
            return functions.stream()
                    .filter(function -> function.linkage() != FunctionSpec.Linkage.STATIC)
                    .map(function -> SectionTypes.program(function, true, null))
                    .toList();
        }
        ProgramType stageType = stageType(specs);
        List<ProgramSpec> programs = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            boolean autoload = !entries.get(i).section().name().startsWith("?");
            programs.add(SectionTypes.program(specs.get(i), autoload, stageType));
        }
        return programs;
    }

    /** A stage of iproute2's is of the type that the object's other programs are. */
    private static @Nullable ProgramType stageType(Collection<FunctionSpec> functions) {
        List<ProgramType> types = functions.stream()
                .map(function -> SectionTypes.program(function, true, null).type())
                .filter(type -> type != null)
                .distinct()
                .toList();
        if (types.size() == 1) {
            return types.getFirst();
        }
        return types.contains(ProgramType.SCHED_CLS) ? ProgramType.SCHED_CLS : null;
    }

    private void fillStages(List<ProgramSpec> programs) {
        for (ProgramSpec program : programs) {
            IprouteStage stage = IprouteStage.of(program.section());
            Integer map = stage == null ? null : programArrays.get(stage.map());
            if (stage != null && map != null) {
                List<Slot> slots = new ArrayList<>(maps.get(map).slots());
                slots.add(new Slot.OfProgram(stage.slot(), program.name()));
                maps.set(map, maps.get(map).withSlots(slots));
            }
        }
    }

    private String license() {
        ElfSection section = elf.section("license").orElse(null);
        if (section == null) {
            return "";
        }
        byte[] text = elf.content(section);
        int end = 0;
        while (end < text.length && end < 127 && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private int version() {
        ElfSection section = elf.section("version").orElse(null);
        if (section == null) {
            return 0;
        }
        byte[] number = elf.content(section);
        if (number.length != Integer.BYTES) {
            throw elf.malformed("version", number.length + " bytes", "4");
        }
        return ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
