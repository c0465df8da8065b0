package dev.skep.session;

import dev.skep.helper.HelperTable;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Disassembler;
import dev.skep.isa.Instruction;
import dev.skep.isa.PseudoSource;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.link.LinkedObject;
import dev.skep.link.Linker;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Disassembles programs with the lines of their source between the instructions. */
public final class Listing {
    private final @Nullable LinkedObject linked;
    private final KernelTypes kernel;
    private final Disassembler disassembler = new Disassembler(new Disassembler.Names() {
        @Override
        public String helper(int id) {
            return Objects.requireNonNullElse(HelperTable.standard().functionName(id), "unknown");
        }

        @Override
        public String kfunc(Instruction.CallKfunc call) {
            return call.btfId() <= 0
                    ? "kernel-function"
                    : kernel.functionName(call.btfId()).orElse("kernel-function");
        }
    });

    /**
     * A program, listed.
     *
     * @param instructions as 16 hex digits each, in the order of their bytes in memory
     * @param text the disassembly, each line ended by a line feed
     */
    public record Program(List<String> instructions, String text) {
        public Program {
            instructions = List.copyOf(instructions);
        }
    }

    private Listing(@Nullable LinkedObject linked, KernelTypes kernel) {
        this.linked = linked;
        this.kernel = kernel;
    }

    /** Programs as the compiler left them. */
    public static Listing unlinked(ObjectSpec spec) {
        return new Listing(null, KernelTypes.reference());
    }

    /**
     * Programs as they are loaded; where the loader puts descriptors of maps, there are zeros.
     *
     * @throws dev.skep.link.RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static Listing linked(ObjectSpec spec, KernelConfig machine) {
        return new Listing(Linker.link(spec, new Kernel(machine)), machine.types());
    }

    /**
     * Lists a program of the object.
     *
     * @throws dev.skep.link.RelocationException if it refers to what is not there, or has no type
     */
    public Program of(ProgramSpec program) {
        if (linked == null) {
            return list(program.function().code(), program.function().lineRecords());
        }
        ProgramImage image = linked.image(program.name());
        return list(withoutDescriptors(image.code()), image.lines());
    }

    /** The immediate of a map's load is a descriptor, which means nothing outside of its process. */
    private static Bytecode withoutDescriptors(Bytecode code) {
        byte[] bytes = code.toBytes();
        for (int slot = 0; slot < code.size(); slot++) {
            if (code.at(slot) instanceof Instruction.LoadPseudo load
                    && (load.kind() == PseudoSource.MAP_FD || load.kind() == PseudoSource.MAP_VALUE)) {
                Arrays.fill(bytes, slot * 8 + 4, slot * 8 + 8, (byte) 0);
            }
        }
        return Bytecode.of(bytes);
    }

    private Program list(Bytecode code, List<LineRecord> lines) {
        Map<Integer, LineRecord> bySlot = new HashMap<>();
        lines.forEach(line -> bySlot.putIfAbsent(line.slot(), line));
        byte[] bytes = code.toBytes();
        List<String> instructions = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String shown = "";
        for (int slot = 0; slot < code.size(); slot++) {
            instructions.add(HexFormat.of().formatHex(bytes, slot * 8, slot * 8 + 8));
            LineRecord line = bySlot.get(slot);
            if (line != null && !line.text().equals(shown)) {
                shown = line.text();
                text.append("; ")
                        .append(shown.strip())
                        .append(" @ ")
                        .append(line.file())
                        .append(':')
                        .append(line.line())
                        .append('\n');
            }
            if (!(code.at(slot) instanceof Instruction.WideTail)) {
                text.append(slot)
                        .append(": ")
                        .append(disassembler.text(code, slot))
                        .append('\n');
            }
        }
        return new Program(instructions, text.toString());
    }
}
