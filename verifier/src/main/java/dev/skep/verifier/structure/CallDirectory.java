package dev.skep.verifier.structure;

import dev.skep.isa.Instruction.CallKfunc;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The helpers and the kernel functions, as the program at hand may call them. */
public interface CallDirectory {
    /** The helper with this number, or null when such a program may not call it; that is rejected later. */
    @Nullable
    CallSummary helper(int id);

    /** What calling the helper does, whoever calls it. The kernel knows of some effects by the number alone. */
    Set<CallEffect> effectsOfHelper(int id);

    /** The kernel function, or null when such a program may not call it. */
    @Nullable
    CallSummary kfunc(CallKfunc call);

    /** What calling the kernel function does, whoever calls it. The kernel knows of some effects by the id alone. */
    Set<CallEffect> effectsOfKfunc(CallKfunc call);

    /**
     * Finds the kernel function that a call names, whoever may call it.
     *
     * @param call of a function of the kernel itself
     * @throws StructureRejection when there is none, after saying so: {@code kernel btf_id 5 is not a function}
     */
    void admitKfunc(CallKfunc call, StructureLog log);
}
