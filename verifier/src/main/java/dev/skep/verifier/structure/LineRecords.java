package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.LineRecord;
import java.util.List;

/**
 * Where the code comes from: in order, on instructions, and at least at the beginning of each function.
 * {@code check_btf_line()}.
 */
final class LineRecords {
    private final Bytecode code;
    private final List<LineRecord> records;
    private final StructureLog log;

    LineRecords(StructureInput input, StructureLog log) {
        this.code = input.code();
        this.records = input.lines();
        this.log = log;
    }

    void check(Subprograms subprograms) {
        if (records.isEmpty()) {
            return;
        }
        int subprogram = 0;
        int previous = 0;
        for (int i = 0; i < records.size(); i++) {
            LineRecord record = records.get(i);
            checkPlace(i, record, previous);
            if (subprogram < subprograms.count()) {
                int start = subprograms.start(subprogram);
                if (record.slot() == start) {
                    subprogram++;
                } else if (start < record.slot()) {
                    throw log.rejected(Errno.EINVAL, "missing bpf_line_info for func#" + subprogram + "\n");
                }
            }
            previous = record.slot();
        }
        int missing = subprograms.count() - subprogram;
        if (missing != 0) {
            throw log.rejected(
                    Errno.EINVAL,
                    "missing bpf_line_info for " + missing + " funcs starting from func#" + subprogram + "\n");
        }
    }

    private void checkPlace(int index, LineRecord record, int previous) {
        boolean ordered = index == 0 || Integer.compareUnsigned(record.slot(), previous) > 0;
        if (!ordered || Integer.compareUnsigned(record.slot(), code.size()) >= 0) {
            throw log.rejected(
                    Errno.EINVAL,
                    "Invalid line_info[" + index + "].insn_off:" + Integer.toUnsignedString(record.slot())
                            + " (prev_offset:" + Integer.toUnsignedString(previous) + " prog->len:" + code.size()
                            + ")\n");
        }
        if (code.raw(record.slot()).opcode() == 0) {
            throw log.rejected(Errno.EINVAL, "Invalid insn code at line_info[" + index + "].insn_off\n");
        }
        if (!record.isReadable()) {
            throw log.rejected(Errno.EINVAL, "Invalid line_info[" + index + "].line_off or .file_name_off\n");
        }
    }
}
