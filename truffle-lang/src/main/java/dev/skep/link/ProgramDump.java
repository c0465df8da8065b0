package dev.skep.link;

import dev.skep.helper.HelperTable;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Disassembler;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.PseudoSource;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramType;
import dev.skep.link.LinkedCode.Placed;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.object.Relocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program for people to read, as it stands in the object or after linking.
 *
 * @param program its name
 * @param section of the object
 * @param type null if the section does not say it
 * @param instructions a slot each: sixteen hex digits, in the order of the bytes; after linking, descriptors of maps
 *     are 0
 * @param text the disassembly with the lines of the source
 */
public record ProgramDump(
        String program, String section, @Nullable ProgramType type, List<String> instructions, String text) {

    private static final HexFormat HEX = HexFormat.of();
    private static final int NOTE_COLUMN = 48;

    public ProgramDump {
        instructions = List.copyOf(instructions);
    }

    /** The entry function as the compiler left it; what waits for the linker stands beside the instructions. */
    public static ProgramDump unlinked(ObjectSpec object, ProgramSpec program) {
        Bytecode code = program.function().code();
        Map<Integer, String> notes = new HashMap<>();
        program.function().relocations().forEach(r -> notes.put(r.slot(), note(object, r)));
        LinkedCode entry = new LinkedCode(
                code,
                List.of(new Placed(program.function(), 0)),
                program.function().functionRecords(),
                program.function().lineRecords());
        return new ProgramDump(
                program.name(),
                program.section(),
                program.type(),
                hex(code),
                text(entry, new ObjectNames(object, KernelTypes.reference()), notes));
    }

    /**
     * The program with all functions that it calls, linked against a kernel's types and symbols.
     *
     * @throws RelocationException if it refers to what is not there
     */
    public static ProgramDump linked(ObjectSpec object, ProgramSpec program, KernelConfig kernel) {
        ResolvedExterns externs = ResolvedExterns.of(
                object, KernelSymbols.of(kernel.types()), KernelConfiguration.reference(kernel.version()));
        LinkedCode linked = CodeLinker.link(object, program, externs, kernel.types());
        return new ProgramDump(
                program.name(),
                program.section(),
                program.type(),
                hex(withoutDescriptors(linked.code())),
                text(linked, new ObjectNames(object, kernel.types()), Map.of()));
    }

    private static String note(ObjectSpec object, Relocation relocation) {
        return switch (relocation) {
            case Relocation.MapDescriptor map ->
                "map " + object.maps().get(map.map()).name();
            case Relocation.MapData data -> {
                String name = object.maps().get(data.map()).name();
                yield name + "+" + Integer.toUnsignedString(data.offset());
            }
            case Relocation.Call call -> object.functions().get(call.function()).name();
            case Relocation.FunctionAddress address ->
                "address of " + object.functions().get(address.function()).name();
            case Relocation.ExternAddress extern ->
                "extern " + object.externs().get(extern.extern()).name();
            case Relocation.ExternCall extern ->
                "extern " + object.externs().get(extern.extern()).name();
            case Relocation.Unresolved unresolved -> "unresolved: " + unresolved.found();
        };
    }

    private static Bytecode withoutDescriptors(Bytecode code) {
        long[] words = new long[code.size()];
        for (int slot = 0; slot < words.length; slot++) {
            RawInstruction raw = code.raw(slot);
            boolean descriptor = code.at(slot) instanceof LoadPseudo load
                    && (load.kind() == PseudoSource.MAP_FD || load.kind() == PseudoSource.MAP_VALUE);
            words[slot] = descriptor
                    ? new RawInstruction(raw.opcode(), raw.dst(), raw.src(), raw.offset(), 0).toLong()
                    : code.word(slot);
        }
        return Bytecode.of(words);
    }

    private static List<String> hex(Bytecode code) {
        List<String> slots = new ArrayList<>(code.size());
        for (int slot = 0; slot < code.size(); slot++) {
            slots.add(HEX.toHexDigits(Long.reverseBytes(code.word(slot))));
        }
        return slots;
    }

    /**
     * A line of the source stands before its instructions as the verifier's log writes it, and not again while it stays
     * the same; a function's name before all of it.
     */
    private static String text(LinkedCode linked, ObjectNames names, Map<Integer, String> notes) {
        Map<Integer, String> functions = new HashMap<>();
        linked.functions().forEach(at -> functions.put(at.slot(), at.function().name()));
        Map<Integer, LineRecord> lines = new HashMap<>();
        linked.lineRecords().forEach(line -> lines.put(line.slot(), line));
        Disassembler disassembler = new Disassembler(names);
        StringBuilder out = new StringBuilder();
        LineRecord shown = null;
        Bytecode code = linked.code();
        for (int slot = 0; slot < code.size(); slot += code.at(slot).slots()) {
            String function = functions.get(slot);
            if (function != null) {
                out.append(slot == 0 ? "" : "\n").append(function).append(":\n");
            }
            LineRecord line = lines.get(slot);
            if (line != null && (function != null || shown == null || !isSameLine(line, shown))) {
                shown = line;
                out.append("; ").append(line.text().strip()).append(" @ ");
                out.append(baseName(line.file()))
                        .append(':')
                        .append(line.line())
                        .append('\n');
            }
            String text = slot + ": " + disassembler.text(code, slot);
            String note = notes.get(slot);
            out.append(text);
            if (note != null) {
                out.repeat(' ', Math.max(1, NOTE_COLUMN - text.length()));
                out.append("; ").append(note);
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** A line has a record for each column that the compiler found worth one. */
    private static boolean isSameLine(LineRecord one, LineRecord other) {
        return one.line() == other.line() && one.file().equals(other.file());
    }

    private static String baseName(String file) {
        return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    }

    /** Names of functions, and of maps where their descriptors are places in the object. */
    private record ObjectNames(ObjectSpec object, KernelTypes kernel) implements Disassembler.Names {
        @Override
        public String helper(int id) {
            String name = HelperTable.standard().functionName(id);
            return name == null ? "unknown" : name;
        }

        @Override
        public String kfunc(CallKfunc call) {
            return call.btfId() <= 0
                    ? "kernel-function"
                    : kernel.functionName(call.btfId()).orElse("kernel-function");
        }

        @Override
        public String constant(LoadPseudo load) {
            boolean map = load.kind() == PseudoSource.MAP_FD || load.kind() == PseudoSource.MAP_VALUE;
            int place = load.immediate();
            if (!map || place < 0 || place >= object.maps().size()) {
                return Disassembler.Names.super.constant(load);
            }
            String name = "map[" + object.maps().get(place).name() + "]";
            return load.kind() == PseudoSource.MAP_FD
                    ? name
                    : name + "[0]+" + Integer.toUnsignedString(load.nextImmediate());
        }
    }
}
