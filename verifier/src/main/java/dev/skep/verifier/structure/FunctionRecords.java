package dev.skep.verifier.structure;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.FunctionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said about the functions of a program must fit the functions that it has. */
final class FunctionRecords {
    private static final int LARGEST_INT_BYTES = 8;

    private final List<FunctionRecord> records;
    private final Btf btf;
    private final StructureLog log;

    FunctionRecords(StructureInput input, StructureLog log) {
        this.records = input.functions();
        this.btf = input.btf();
        this.log = log;
    }

    /**
     * What can be seen before the functions are known: {@code check_btf_func_early()}. Its messages end without a new
     * line.
     */
    void checkOrder() {
        int previous = 0;
        for (int i = 0; i < records.size(); i++) {
            FunctionRecord record = records.get(i);
            String slot = Integer.toUnsignedString(record.slot());
            if (i == 0 && record.slot() != 0) {
                throw log.rejected(Errno.EINVAL, "nonzero insn_off " + slot + " for the first func info record");
            }
            if (i != 0 && Integer.compareUnsigned(record.slot(), previous) <= 0) {
                throw log.rejected(
                        Errno.EINVAL,
                        "same or smaller insn offset (" + slot + ") than previous func info record ("
                                + Integer.toUnsignedString(previous) + ")");
            }
            if (function(record) == null) {
                throw log.rejected(Errno.EINVAL, "invalid type id " + record.typeId() + " in func info");
            }
            previous = record.slot();
        }
    }

    /** {@code check_btf_func()}. */
    void check(Subprograms subprograms) {
        if (records.isEmpty()) {
            checkWithoutRecords(subprograms);
            return;
        }
        if (records.size() != subprograms.count()) {
            throw log.rejected(Errno.EINVAL, "number of funcs in func_info doesn't match number of subprogs\n");
        }
        for (int number = 0; number < subprograms.count(); number++) {
            FunctionRecord record = records.get(number);
            if (record.slot() != subprograms.start(number)) {
                throw log.rejected(Errno.EINVAL, "func_info BTF section doesn't match subprog layout in BPF program\n");
            }
            if (number == 0 || returnsNumber(record)) {
                continue;
            }
            if (subprograms.has(number, SubprogramTrait.PACKET_LOAD)) {
                throw log.rejected(Errno.EINVAL, "LD_ABS is only allowed in functions that return 'int'.\n");
            }
            if (subprograms.has(number, SubprogramTrait.TAIL_CALL)) {
                throw log.rejected(Errno.EINVAL, "tail_call is only allowed in functions that return 'int'.\n");
            }
        }
    }

    /** What may end the program or leave a function without its caller knowing needs a declaration. */
    private void checkWithoutRecords(Subprograms subprograms) {
        for (int number = 1; number < subprograms.count(); number++) {
            if (subprograms.has(number, SubprogramTrait.PACKET_LOAD)) {
                throw log.rejected(Errno.EINVAL, "LD_ABS is not allowed in subprogs without BTF\n");
            }
            if (subprograms.has(number, SubprogramTrait.TAIL_CALL)) {
                throw log.rejected(Errno.EINVAL, "tail_call is not allowed in subprogs without BTF\n");
            }
        }
    }

    private @Nullable Func function(FunctionRecord record) {
        int id = record.typeId();
        if (id <= 0 || id >= btf.typeCount() || btf.kind(id) != BtfKind.FUNC) {
            return null;
        }
        return btf.type(id) instanceof Func function ? function : null;
    }

    private boolean returnsNumber(FunctionRecord record) {
        Func function = function(record);
        if (function == null || !(btf.type(function.proto()) instanceof FuncProto prototype)) {
            return false;
        }
        return switch (btf.type(btf.resolve(prototype.returnType()))) {
            case BtfType.Int number -> number.sizeBytes() <= LARGEST_INT_BYTES;
            case BtfType.Enumeration _ -> true;
            case BtfType _ -> false;
        };
    }
}
