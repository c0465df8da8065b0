package dev.skep.verifier.structure;

import dev.skep.isa.Disassembler;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.kernel.Errno;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A dozen helpers, as a table beside the tests describes them, and one kernel function that throws. */
final class TestCalls implements CallDirectory {
    /** The number of the kernel function that throws. */
    static final int THROW = 1000;

    private static final Map<Integer, Set<CallEffect>> EFFECTS = Map.of(
            8, EnumSet.of(CallEffect.INLINED),
            9, EnumSet.of(CallEffect.CHANGES_PACKET),
            12, EnumSet.of(CallEffect.CHANGES_PACKET),
            164, EnumSet.of(CallEffect.CALLS_BACK),
            170, EnumSet.of(CallEffect.CALLS_BACK_LATER),
            181, EnumSet.of(CallEffect.CALLS_BACK));

    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, CallSummary> helpers = new HashMap<>();

    /** The helpers that programs of this type may call. */
    TestCalls(String programType) {
        for (String[] cells : Resource.rows("helpers.tsv")) {
            int id = Integer.parseInt(cells[0]);
            names.put(id, "bpf_" + cells[1]);
            if (List.of(cells[4].split(",")).contains(programType)) {
                Set<CallEffect> effects = EnumSet.noneOf(CallEffect.class);
                effects.addAll(effectsOfHelper(id));
                if (cells[3].equals("void")) {
                    effects.add(CallEffect.RETURNS_NOTHING);
                }
                helpers.put(id, new CallSummary(Integer.parseInt(cells[2]), effects));
            }
        }
    }

    @Override
    public @Nullable CallSummary helper(int id) {
        return helpers.get(id);
    }

    @Override
    public Set<CallEffect> effectsOfHelper(int id) {
        return EFFECTS.getOrDefault(id, Set.of());
    }

    @Override
    public @Nullable CallSummary kfunc(CallKfunc call) {
        return call.btfId() == THROW ? new CallSummary(1, EnumSet.of(CallEffect.THROWS)) : null;
    }

    @Override
    public Set<CallEffect> effectsOfKfunc(CallKfunc call) {
        return call.btfId() == THROW ? EnumSet.of(CallEffect.THROWS) : Set.of();
    }

    @Override
    public void admitKfunc(CallKfunc call, StructureLog log) {
        if (call.btfId() != THROW) {
            throw log.rejected(Errno.EINVAL, "kernel btf_id " + call.btfId() + " is not a function\n");
        }
    }

    /** The names of the helpers, for the disassembler. */
    Disassembler.Names names() {
        return new Disassembler.Names() {
            @Override
            public String helper(int id) {
                return names.getOrDefault(id, "unknown");
            }

            @Override
            public String constant(LoadPseudo load) {
                long value = (long) load.nextImmediate() << 32 | (load.immediate() & 0xffffffffL);
                return "0x" + Long.toHexString(value);
            }
        };
    }
}
