package dev.skep.isa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link Disassembler} writes, for tests and tools. One instruction a line; the position and the opcode in
 * front may be missing, and what follows a semicolon is a comment. Beyond the kernel's syntax there are labels instead
 * of offsets, and {@code .8byte} for a slot that is no instruction:
 *
 * <pre>
 *   loop:
 *     r1 += -1
 *     if r1 != 0 goto loop
 *     r0 = 0x100000000          ; hexadecimal: a load of a 64-bit constant, in two slots
 *     r0 = 256                  ; decimal: a move
 *     exit
 *     .8byte 0x0000000000000007
 * </pre>
 */
public final class Assembler {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:\\d+:\\s*)?(?:\\(([0-9a-f]{2})\\)\\s*)?([^;]*?)\\s*(?:;.*)?");
    private static final Pattern LABEL = Pattern.compile("([A-Za-z_.$][\\w.$]*):");
    private static final Pattern RAW = Pattern.compile("\\.8byte 0x([0-9a-f]{1,16})");
    private static final Pattern TARGET =
            Pattern.compile("(.*\\b(?:goto |gotol |may_goto |call |\\[))([A-Za-z_.$][\\w.$]*)(\\]?)");

    private record Line(int number, @Nullable Integer opcode, String text, int slot) {}

    private final Map<String, Integer> labels = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();

    private Assembler() {}

    /**
     * The bytecode of a text.
     *
     * @throws MalformedAssemblyException at the first line that is no instruction, or that names a label that is not
     *     there
     */
    public static Bytecode assemble(String text) {
        Assembler assembler = new Assembler();
        assembler.place(text);
        List<Instruction> instructions = new ArrayList<>();
        for (Line line : assembler.lines) {
            instructions.add(assembler.instruction(line));
        }
        return Bytecode.of(instructions);
    }

    /** First pass: which slot each line begins at. */
    private void place(String text) {
        int number = 0;
        int slot = 0;
        for (String source : text.lines().toList()) {
            number++;
            Matcher matcher = LINE.matcher(source);
            if (!matcher.matches() || matcher.group(2).isEmpty()) {
                continue;
            }
            String body = matcher.group(2);
            Matcher label = LABEL.matcher(body);
            if (label.matches()) {
                labels.put(label.group(1), slot);
                continue;
            }
            String opcode = matcher.group(1);
            lines.add(new Line(number, opcode == null ? null : Integer.valueOf(opcode, 16), body, slot));
            slot += AssemblySyntax.isWide(body) ? 2 : 1;
        }
    }

    private Instruction instruction(Line line) {
        Matcher raw = RAW.matcher(line.text());
        if (raw.matches()) {
            return new Instruction.Invalid(Long.parseUnsignedLong(raw.group(1), 16));
        }
        Instruction instruction = AssemblySyntax.read(resolved(line));
        if (instruction == null) {
            throw new MalformedAssemblyException(
                    line.number(), line.text(), "an instruction as the kernel's log writes it");
        }
        long word;
        try {
            word = InstructionEncoder.encode(instruction)[0];
        } catch (IllegalArgumentException e) {
            throw new MalformedAssemblyException(
                    line.number(), line.text(), "an instruction that can be encoded: " + e.getMessage());
        }
        int opcode = RawInstruction.of(word).opcode();
        if (line.opcode() != null && line.opcode() != opcode) {
            throw new MalformedAssemblyException(
                    line.number(), line.text(), String.format(Locale.ROOT, "opcode %02x", opcode));
        }
        return instruction;
    }

    /** The line with the label that it names as an offset. */
    private String resolved(Line line) {
        Matcher matcher = TARGET.matcher(line.text());
        Integer slot = matcher.matches() ? labels.get(matcher.group(2)) : null;
        if (slot == null) {
            return line.text();
        }
        String offset = Disassembler.signed(slot - line.slot() - 1);
        return matcher.group(3).isEmpty() ? matcher.group(1) + "pc" + offset : matcher.group(1) + offset + "]";
    }
}
