package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.SectionName.Trait;
import dev.skep.object.MapDefinition.Slot;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/** An object in a kernel: its maps are there, its programs can be had. Programs are linked when they are asked for. */
public final class LinkedObject {
    private final ObjectSpec spec;
    private final Kernel kernel;
    private final LinkedPrograms programs;
    private final List<LinkedMap> maps;

    LinkedObject(ObjectSpec spec, Kernel kernel, LinkedPrograms programs, List<LinkedMap> maps) {
        this.spec = spec;
        this.kernel = kernel;
        this.programs = programs;
        this.maps = List.copyOf(maps);
    }

    /** A slot of a program array that waits for a program to be loaded. */
    public record ProgramSlot(BpfMap map, int key, String program) {}

    /** A member of a struct of functions that waits for a program to be loaded. */
    public record Implementation(StructOpsMap map, String member, String program) {}

    public ObjectSpec spec() {
        return spec;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** The maps in the order of {@link ObjectSpec#maps}. */
    public List<LinkedMap> maps() {
        return maps;
    }

    /** The map of this name: the source's, or {@code .bss} and so on. */
    public Optional<LinkedMap> map(String name) {
        return maps.stream().filter(map -> map.name().equals(name)).findFirst();
    }

    /** What must be filled once the programs are loaded. */
    public List<ProgramSlot> programSlots() {
        List<ProgramSlot> slots = new ArrayList<>();
        for (LinkedMap map : maps) {
            for (Slot slot : map.definition().slots()) {
                if (slot instanceof Slot.OfProgram(int key, String program) && !(map.map() instanceof StructOpsMap)) {
                    slots.add(new ProgramSlot(map.map(), key, program));
                }
            }
        }
        return slots;
    }

    /** What the structs of functions must be given once the programs are loaded. */
    public List<Implementation> implementations() {
        List<Implementation> found = new ArrayList<>();
        for (LinkedMap map : maps) {
            if (map.map() instanceof StructOpsMap functions) {
                StructOpsShape shape = StructOpsShape.of(spec, map.definition());
                for (Slot slot : map.definition().slots()) {
                    if (slot instanceof Slot.OfProgram(int offset, String program)) {
                        found.add(new Implementation(functions, shape.member(offset), program));
                    }
                }
            }
        }
        return found;
    }

    /**
     * The programs that are loaded without being asked for by name, ready for loading.
     *
     * @throws RelocationException if one of them refers to what is not there, or has no type
     */
    public List<ProgramImage> images() {
        return spec.programs().stream()
                .filter(ProgramSpec::autoload)
                .map(this::image)
                .toList();
    }

    /**
     * The program of this name, ready for loading. One that replaces a function of another program is of the type that
     * its argument is the context of.
     *
     * @throws NoSuchElementException if there is none
     * @throws RelocationException if it refers to what is not there, or has no type
     */
    public ProgramImage image(String program) {
        return image(spec.program(program)
                .orElseThrow(() -> new NoSuchElementException(spec.name() + ": no program " + program
                        + ", expected one of "
                        + spec.programs().stream().map(ProgramSpec::name).toList())));
    }

    /**
     * A program that replaces a function of another, as what it is.
     *
     * @throws NoSuchElementException if there is none of this name
     * @throws RelocationException if it refers to what is not there
     */
    public ProgramImage extension(String program) {
        return image(program).withType(ProgramType.EXT, AttachType.NONE);
    }

    /**
     * A verifier's log of a program as libbpf would show it: where the verifier came to an instruction that the kernel
     * has no field, type or enumerator for, it says which.
     */
    public String explained(String program, String log) {
        Btf types = spec.btf();
        Optional<ProgramSpec> found = spec.program(program);
        if (types == null || found.isEmpty()) {
            return log;
        }
        return CoreFixup.fixUp(types, programs.code(found.get()), log);
    }

    private ProgramImage image(ProgramSpec program) {
        ProgramType type = program.type();
        if (type == null) {
            throw new RelocationException(
                    spec.name(),
                    program.section() + "/" + program.name(),
                    "a section name that says no program type",
                    "one that libbpf knows, or the type by --type");
        }
        LinkedCode linked = programs.code(program);
        Btf btf = Objects.requireNonNullElseGet(spec.btf(), Btf::empty);
        // A kernel that has uprobe links for many places at a time is asked for them, as libbpf does.
        ExtendedType declared = new ExtendedType(
                type, program.traits().contains(Trait.USDT) ? AttachType.TRACE_UPROBE_MULTI : program.attachType());
        ExtendedType loaded = type == ProgramType.EXT
                ? ExtendedType.guess(btf, program.name()).orElse(declared)
                : declared;
        return new ProgramImage(
                program.name(),
                program.section(),
                loaded.type(),
                loaded.attachType(),
                linked.code(),
                maps.stream().map(LinkedMap::map).toList(),
                btf,
                linked.functionRecords(),
                linked.lineRecords(),
                spec.license(),
                flags(program),
                type == ProgramType.STRUCT_OPS
                        ? StructOpsShape.target(spec, program.name()).orElse(program.attachTarget())
                        : program.attachTarget());
    }

    private static int flags(ProgramSpec program) {
        int flags = program.traits().contains(Trait.SLEEPABLE) ? ProgramImage.F_SLEEPABLE : 0;
        return program.traits().contains(Trait.XDP_FRAGS) ? flags | ProgramImage.F_XDP_HAS_FRAGS : flags;
    }
}
