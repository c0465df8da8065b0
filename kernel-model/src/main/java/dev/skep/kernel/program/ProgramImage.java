package dev.skep.kernel.program;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.map.BpfMap;
import java.util.List;

/**
 * A program that is ready to be loaded: what {@code BPF_PROG_LOAD} gets. Subprograms follow the entry function in the
 * same bytecode.
 *
 * <p>Where the system call takes file descriptors, the image has positions: the immediate of an LD_IMM64 of a map
 * ({@code MAP_FD}, {@code MAP_VALUE}) is the map's index in {@link #maps}.
 *
 * @param name of the entry function
 * @param section of the object that the program stood in; empty where it came from no object
 * @param type what kind of program it is
 * @param attachType where it expects to be attached
 * @param code every function of the program
 * @param maps the maps that the code refers to by index
 * @param btf types of the object, {@link Btf#empty} without any
 * @param functions which function begins where; empty, or one for each subprogram in order
 * @param lines where the instructions come from, by rising slot; empty when it is not known
 * @param license what the object declares; decides about helpers that are for GPL programs only
 * @param flags {@code prog_flags}: the {@code BPF_F_*} constants here
 * @param attachTarget the kernel's function, tracepoint or hook that the program attaches to; empty for types without
 *     one
 */
public record ProgramImage(
        String name,
        String section,
        ProgramType type,
        AttachType attachType,
        Bytecode code,
        List<BpfMap> maps,
        Btf btf,
        List<FunctionRecord> functions,
        List<LineRecord> lines,
        String license,
        int flags,
        String attachTarget) {
    public static final int F_STRICT_ALIGNMENT = 1;
    public static final int F_ANY_ALIGNMENT = 1 << 1;
    public static final int F_TEST_RND_HI32 = 1 << 2;
    public static final int F_TEST_STATE_FREQ = 1 << 3;
    public static final int F_SLEEPABLE = 1 << 4;
    public static final int F_XDP_HAS_FRAGS = 1 << 5;
    public static final int F_XDP_DEV_BOUND_ONLY = 1 << 6;
    public static final int F_TEST_REG_INVARIANTS = 1 << 7;

    public ProgramImage {
        maps = List.copyOf(maps);
        functions = List.copyOf(functions);
        lines = List.copyOf(lines);
    }

    /** A program from bare instructions, under the GPL: no object, no types, no lines. */
    public static ProgramImage raw(String name, ProgramType type, Bytecode code, List<BpfMap> maps) {
        return new ProgramImage(
                name, "", type, AttachType.NONE, code, maps, Btf.empty(), List.of(), List.of(), "GPL", 0, "");
    }

    /** The same with other instructions in as many slots. */
    public ProgramImage withCode(Bytecode value) {
        return new ProgramImage(
                name, section, type, attachType, value, maps, btf, functions, lines, license, flags, attachTarget);
    }

    /** The same with other maps behind the positions in its code. */
    public ProgramImage withMaps(List<BpfMap> value) {
        return new ProgramImage(
                name, section, type, attachType, code, value, btf, functions, lines, license, flags, attachTarget);
    }

    /** The same as a program of another type. */
    public ProgramImage withType(ProgramType value, AttachType expected) {
        return new ProgramImage(
                name, section, value, expected, code, maps, btf, functions, lines, license, flags, attachTarget);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Whether the license lets the program call GPL-only helpers: {@code license_is_gpl_compatible()}. */
    public boolean isGplCompatible() {
        return switch (license) {
            case "GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL" -> true;
            default -> false;
        };
    }
}
