package dev.skep.helper;

import dev.skep.kernel.Capability;
import dev.skep.kernel.program.HelperFamily;
import java.util.List;
import java.util.Set;

/**
 * What the verifier knows about a helper; the counterpart of the kernel's {@code struct bpf_func_proto}. Read off a
 * method annotated with {@link Helper}.
 *
 * @param id number in the call instruction
 * @param name without {@code bpf_}
 * @param arguments one for each of R1…R5 that it takes, in order
 * @param needs what whoever loads the program must be allowed to
 */
public record HelperPrototype(
        int id,
        String name,
        Set<HelperFamily> families,
        Result result,
        List<Argument> arguments,
        boolean gplOnly,
        Set<Capability> needs,
        boolean packetAccess,
        boolean mightSleep,
        boolean allowFastcall) {

    public HelperPrototype {
        families = FlagSets.ordered(families);
        arguments = List.copyOf(arguments);
        needs = FlagSets.ordered(needs);
    }

    /** The name as C and the verifier's log have it: {@code bpf_map_lookup_elem}. */
    public String functionName() {
        return "bpf_" + name;
    }

    /**
     * One argument.
     *
     * @param type a base type: {@link ArgumentType#base()} of what was declared
     * @param flags all flags, also those that the declared type implies
     * @param size bytes behind the pointer when {@link ArgumentFlag#MEM_FIXED_SIZE} is set, else 0
     * @param btf the kernel struct for BTF pointers; empty where the verifier finds it elsewhere (locks, kptrs)
     */
    public record Argument(ArgumentType type, Set<ArgumentFlag> flags, int size, String btf) {
        public Argument {
            flags = FlagSets.ordered(flags);
        }

        public boolean has(ArgumentFlag flag) {
            return flags.contains(flag);
        }
    }

    /**
     * What R0 is after the call.
     *
     * @param type a base type: {@link ReturnType#base()} of what was declared
     * @param flags all flags, also those that the declared type implies
     * @param btf the kernel struct for BTF pointers; empty where the argument decides (kptrs)
     */
    public record Result(ReturnType type, Set<ReturnFlag> flags, String btf) {
        public Result {
            flags = FlagSets.ordered(flags);
        }

        public boolean has(ReturnFlag flag) {
            return flags.contains(flag);
        }
    }
}
