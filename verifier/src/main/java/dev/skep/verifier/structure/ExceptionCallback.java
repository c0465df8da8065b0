package dev.skep.verifier.structure;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.btf.BtfType.Func;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.FunctionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The function that a program names, by a tag on its main function, to be run when it throws.
 * {@code bpf_find_exception_callback_insn_off()}.
 */
final class ExceptionCallback {
    private static final String TAG = "exception_callback:";
    private static final int WHOLE_DECLARATION = -1;

    private final StructureInput input;
    private final StructureLog log;

    ExceptionCallback(StructureInput input, StructureLog log) {
        this.input = input;
        this.log = log;
    }

    /** Its first slot, 0 when there is none. */
    int slot() {
        Btf btf = input.btf();
        if (input.functions().isEmpty()) {
            return 0;
        }
        List<String> names = taggedNames(btf, input.functions().getFirst().typeId());
        if (names.isEmpty()) {
            return 0;
        }
        if (names.size() > 1) {
            throw log.rejected(Errno.EEXIST, "multiple exception callback tags for main subprog\n");
        }
        return slotOf(btf, names.getFirst());
    }

    private static List<String> taggedNames(Btf btf, int main) {
        List<String> names = new ArrayList<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            if (btf.kind(id) == BtfKind.DECL_TAG
                    && btf.type(id) instanceof DeclTag(String name, int target, int component)
                    && target == main
                    && component == WHOLE_DECLARATION
                    && name.startsWith(TAG)) {
                names.add(name.substring(TAG.length()));
            }
        }
        return names;
    }

    private int slotOf(Btf btf, String name) {
        OptionalInt id = btf.find(name, BtfKind.FUNC);
        if (id.isEmpty()) {
            throw log.rejected(Errno.ENOENT, "exception callback '" + name + "' could not be found in BTF\n");
        }
        if (!(btf.type(id.getAsInt()) instanceof Func function) || function.linkage() != BtfType.Linkage.GLOBAL) {
            throw log.rejected(Errno.EINVAL, "exception callback '" + name + "' must have global linkage\n");
        }
        int[] slots = input.functions().stream()
                .filter(record -> record.typeId() == id.getAsInt())
                .mapToInt(FunctionRecord::slot)
                .toArray();
        if (slots.length == 0) {
            throw log.rejected(Errno.EINVAL, "exception callback type id not found in func_info\n");
        }
        // Slots rise, so that only the first can be 0; the last counts.
        if (slots[0] == 0) {
            log.say("invalid exception callback insn_off in func_info: 0\n");
        }
        if (slots[slots.length - 1] == 0) {
            throw new StructureRejection(Errno.EINVAL);
        }
        return slots[slots.length - 1];
    }
}
