package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The blueprint that an object file is: everything that does not depend on a kernel. The same bytes always give the
 * same blueprint. Counterpart: what {@code bpf_object__open} knows.
 *
 * @param name of the file, for messages
 * @param programs in the order of their sections and places
 * @param functions those of {@code .text}, which programs call
 * @param maps in libbpf's order: {@code .maps}, sections of variables, configuration
 * @param externs what the kernel must define
 * @param btf the types, with offsets of variables filled in; null if there are none
 * @param license {@code ""} if there is none
 * @param version of the kernel that it was made for, 0 if it does not say
 */
public record ObjectSpec(
        String name,
        List<ProgramSpec> programs,
        List<FunctionSpec> functions,
        List<MapDefinition> maps,
        List<Extern> externs,
        @Nullable Btf btf,
        String license,
        int version) {

    public ObjectSpec {
        programs = List.copyOf(programs);
        functions = List.copyOf(functions);
        maps = List.copyOf(maps);
        externs = List.copyOf(externs);
    }

    /** The program of this name. */
    public Optional<ProgramSpec> program(String programName) {
        return programs.stream().filter(p -> p.name().equals(programName)).findFirst();
    }

    /** The map of this name. */
    public Optional<MapDefinition> map(String mapName) {
        return maps.stream().filter(m -> m.name().equals(mapName)).findFirst();
    }

    /** The same with other maps. */
    public ObjectSpec withMaps(List<MapDefinition> value) {
        return new ObjectSpec(name, programs, functions, value, externs, btf, license, version);
    }

    /** The same with a map in the place of the one of its name. */
    public ObjectSpec withMap(MapDefinition map) {
        return withMaps(maps.stream()
                .map(each -> each.name().equals(map.name()) ? map : each)
                .toList());
    }

    /** The same with all programs of another type. */
    public ObjectSpec withType(ProgramType type) {
        return new ObjectSpec(
                name,
                programs.stream().map(program -> program.withType(type)).toList(),
                functions,
                maps,
                externs,
                btf,
                license,
                version);
    }
}
