package dev.skep.isa.classic;

import java.util.Arrays;
import java.util.List;

/** What the kernel asks of a classic filter before it takes it. Counterpart: {@code bpf_check_classic()}. */
final class ClassicCheck {
    /** {@code BPF_MAXINSNS}. */
    private static final int MAX_INSTRUCTIONS = 4096;

    /** {@code BPF_MEMWORDS}. */
    private static final int SCRATCH_WORDS = 16;

    private final List<ClassicInstruction> filter;

    private ClassicCheck(List<ClassicInstruction> filter) {
        this.filter = filter;
    }

    /** @throws InvalidClassicFilterException where the kernel says EINVAL */
    static void check(List<ClassicInstruction> filter) {
        if (filter.isEmpty() || filter.size() > MAX_INSTRUCTIONS) {
            throw new InvalidClassicFilterException(
                    0, filter.size() + " instructions, expected 1 to " + MAX_INSTRUCTIONS);
        }
        ClassicCheck check = new ClassicCheck(filter);
        for (int at = 0; at < filter.size(); at++) {
            check.instruction(at, filter.get(at));
        }
        int last = filter.size() - 1;
        if (filter.get(last).classOfCode() != ClassicInstruction.RET) {
            throw new InvalidClassicFilterException(last, "the last instruction does not return");
        }
        check.scratchIsWrittenBeforeItIsRead();
    }

    private void instruction(int at, ClassicInstruction i) {
        int left = filter.size() - at - 1;
        switch (i.classOfCode()) {
            case ClassicInstruction.LD -> {
                require(at, isLoad(i.code()), "unknown load");
                scratch(at, i);
                boolean ancillary = i.mode() == ClassicInstruction.ABS && Ancillary.isBeyondPacket(i.k());
                require(at, !ancillary || Ancillary.of(i.k()) != null, "unknown ancillary load");
            }
            case ClassicInstruction.LDX -> {
                boolean known = i.code() == 0x01 || i.code() == 0x61 || i.code() == 0x81 || i.code() == 0xb1;
                require(at, known, "unknown load of X");
                scratch(at, i);
            }
            case ClassicInstruction.ST, ClassicInstruction.STX -> {
                require(at, i.code() == ClassicInstruction.ST || i.code() == ClassicInstruction.STX, "unknown store");
                requireScratch(at, i.k());
            }
            case ClassicInstruction.ALU -> {
                require(at, isAlu(i), "unknown arithmetic");
                boolean divides = i.operation() == 0x30 || i.operation() == 0x90;
                boolean shifts = i.operation() == 0x60 || i.operation() == 0x70;
                require(at, i.takesX() || !divides || i.k() != 0, "division by zero");
                require(at, i.takesX() || !shifts || Integer.compareUnsigned(i.k(), 32) < 0, "shift by 32 or more");
            }
            case ClassicInstruction.JMP -> {
                require(at, i.operation() <= 0x40 && i.code() <= 0x4d && i.code() != 0x0d, "unknown jump");
                if (i.operation() == 0) {
                    require(at, Integer.compareUnsigned(i.k(), left) < 0, "jump past the end");
                } else {
                    require(at, i.jt() < left && i.jf() < left, "jump past the end");
                }
            }
            case ClassicInstruction.RET -> require(at, i.code() == 0x06 || i.code() == 0x16, "unknown return");
            default -> require(at, i.code() == 0x07 || i.code() == 0x87, "unknown instruction");
        }
    }

    private static boolean isLoad(int code) {
        return switch (code) {
            case 0x00, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x60, 0x80 -> true;
            default -> false;
        };
    }

    private static boolean isAlu(ClassicInstruction i) {
        int operation = i.operation();
        return i.code() <= 0xff && (operation == ClassicInstruction.NEG ? !i.takesX() : operation <= 0xa0);
    }

    private static void scratch(int at, ClassicInstruction i) {
        if (i.mode() == ClassicInstruction.MEM) {
            requireScratch(at, i.k());
        }
    }

    private static void requireScratch(int at, int k) {
        require(at, Integer.compareUnsigned(k, SCRATCH_WORDS) < 0, "there are 16 words of scratch memory");
    }

    private static void require(int at, boolean holds, String problem) {
        if (!holds) {
            throw new InvalidClassicFilterException(at, problem);
        }
    }

    /**
     * Follows all paths; jumps lead forward only, so one pass sees every way to an instruction before the instruction.
     */
    private void scratchIsWrittenBeforeItIsRead() {
        int[] written = new int[filter.size()];
        Arrays.fill(written, 0xffff);
        int now = 0;
        for (int at = 0; at < filter.size(); at++) {
            ClassicInstruction i = filter.get(at);
            now &= written[at];
            switch (i.classOfCode()) {
                case ClassicInstruction.ST, ClassicInstruction.STX -> now |= 1 << i.k();
                case ClassicInstruction.LD, ClassicInstruction.LDX ->
                    require(
                            at,
                            i.mode() != ClassicInstruction.MEM || (now & 1 << i.k()) != 0,
                            "scratch memory is read before it is written");
                case ClassicInstruction.JMP -> {
                    if (i.operation() == 0) {
                        written[at + 1 + i.k()] &= now;
                    } else {
                        written[at + 1 + i.jt()] &= now;
                        written[at + 1 + i.jf()] &= now;
                    }
                    now = 0xffff;
                }
                default -> {}
            }
        }
    }
}
