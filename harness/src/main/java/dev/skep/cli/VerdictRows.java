package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.Struct;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.ProgramSpec;
import dev.skep.session.ObjectVerification.Judged;
import dev.skep.verifier.Statistics;
import dev.skep.verifier.Verdict;
import dev.skep.veristat.Stat;
import dev.skep.veristat.StatRow;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Rows of statistics as veristat has them. */
final class VerdictRows {
    private VerdictRows() {}

    /**
     * A program that was judged.
     *
     * @param kernel types of the kernel that it was judged for
     */
    static StatRow judged(String file, Judged judged, Btf kernel) {
        Statistics statistics = judged.verdict().statistics();
        return new StatRow.Builder()
                .with(Stat.VERDICT, judged.verdict() instanceof Verdict.Accepted ? 1 : 0)
                .with(Stat.DURATION, TimeUnit.NANOSECONDS.toMicros(judged.durationNs()))
                .with(Stat.TOTAL_INSNS, statistics.processed())
                .with(Stat.TOTAL_STATES, statistics.totalStates())
                .with(Stat.PEAK_STATES, statistics.peakStates())
                .with(Stat.MAX_STATES_PER_INSN, statistics.maxStatesPerInstruction())
                .with(Stat.SIZE, judged.image().code().size())
                .with(Stat.PROG_TYPE, judged.image().type().id())
                .with(Stat.ATTACH_TYPE, attachNumber(judged.image(), kernel))
                .with(
                        Stat.STACK,
                        statistics.stackDepths().stream()
                                .mapToLong(Integer::longValue)
                                .sum())
                .build(file, judged.program().name());
    }

    /** A program that cannot be linked: it cannot be loaded either. */
    static StatRow unlinked(String file, ProgramSpec program) {
        ProgramType type = program.type();
        return new StatRow.Builder()
                .with(Stat.SIZE, program.function().code().size())
                .with(Stat.PROG_TYPE, type == null ? 0 : type.id())
                .with(Stat.ATTACH_TYPE, program.attachType().number())
                .build(file, program.name());
    }

    /** Where a type of attachment stands in {@code bpf_attr}, programs of structs have the index of their member. */
    private static int attachNumber(ProgramImage image, Btf kernel) {
        int slash = image.attachTarget().indexOf('/');
        if (image.type() != ProgramType.STRUCT_OPS || slash < 0) {
            return image.attachType().number();
        }
        String member = image.attachTarget().substring(slash + 1);
        OptionalInt id = kernel.find(image.attachTarget().substring(0, slash), BtfKind.STRUCT);
        if (id.isPresent() && kernel.type(id.getAsInt()) instanceof Struct struct) {
            for (int index = 0; index < struct.members().size(); index++) {
                if (struct.members().get(index).name().equals(member)) {
                    return index;
                }
            }
        }
        return 0;
    }
}
