package dev.skep.nodes;

import dev.skep.helper.BoundHelper;
import dev.skep.helper.BoundKfunc;
import dev.skep.helper.HelperTable;
import dev.skep.helper.KfuncTable;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.ProgramImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The helpers and kfuncs that a program calls. What this machine has no body for ends the load; what the kernel does
 * not have, or does not let the program call, fails when it is reached: objects have such calls behind tests that say
 * whether they are there.
 */
final class KernelFunctions {
    private static final int MAX_ARGUMENTS = 5;
    private static final int TAIL_CALL_ARGUMENTS = 3;

    private final ProgramImage image;
    private final KernelTypes kernel;
    private final Map<Integer, Callee> helpers = new TreeMap<>();
    private final Map<Integer, Callee> kfuncs = new TreeMap<>();

    /** What a call goes to: a function, or nothing that can be called. */
    sealed interface Callee {
        int arity();
    }

    record Found(KernelFunction function, int arity) implements Callee {}

    /** @param reason in the kernel's words */
    record Missing(String reason) implements Callee {
        @Override
        public int arity() {
            return MAX_ARGUMENTS;
        }
    }

    /** @throws dev.skep.helper.NotBuiltException when a helper or kfunc has no body yet */
    KernelFunctions(ProgramImage image, KernelTypes kernel) {
        this.image = image;
        this.kernel = kernel;
        for (int slot = 0; slot < image.code().size(); slot++) {
            switch (image.code().at(slot)) {
                case CallHelper call when call.id() == FlowGraph.TAIL_CALL -> {}
                case CallHelper call -> helpers.computeIfAbsent(call.id(), this::findHelper);
                case CallKfunc call -> kfuncs.computeIfAbsent(call.btfId(), this::findKfunc);
                default -> {}
            }
        }
    }

    private Callee findHelper(int id) {
        BoundHelper helper = HelperTable.standard().find(id, image.type(), image.attachType());
        if (helper == null) {
            String name = HelperTable.standard().functionName(id);
            return new Missing(
                    name == null
                            ? "invalid func unknown#" + id
                            : "program of this type cannot use helper " + name + "#" + id);
        }
        return new Found(
                KernelFunction.of(helper), helper.prototype().arguments().size());
    }

    private Callee findKfunc(int btfId) {
        BoundKfunc kfunc = KfuncTable.standard().find(kernel.btf(), btfId);
        return kfunc == null
                ? new Missing(kernel.functionName(btfId)
                        .map(name -> "calling kernel function " + name + " is not allowed")
                        .orElse("kernel btf_id " + btfId + " is not a function"))
                : new Found(
                        KernelFunction.of(kfunc), kfunc.prototype().parameters().size());
    }

    /** How many arguments the functions take that a program calls; of any kernel with the same types. */
    interface Arities {
        int ofHelper(int id);

        int ofKfunc(int btfId);
    }

    Arities arities() {
        Map<Integer, Integer> ofHelpers = new TreeMap<>();
        Map<Integer, Integer> ofKfuncs = new TreeMap<>();
        helpers.forEach((id, callee) -> ofHelpers.put(id, callee.arity()));
        kfuncs.forEach((id, callee) -> ofKfuncs.put(id, callee.arity()));
        return new Arities() {
            @Override
            public int ofHelper(int id) {
                return id == FlowGraph.TAIL_CALL ? TAIL_CALL_ARGUMENTS : ofHelpers.getOrDefault(id, MAX_ARGUMENTS);
            }

            @Override
            public int ofKfunc(int btfId) {
                return ofKfuncs.getOrDefault(btfId, MAX_ARGUMENTS);
            }
        };
    }

    /** Those that can be called, helpers first. */
    List<KernelFunction> found() {
        List<KernelFunction> found = new ArrayList<>();
        for (Map<Integer, Callee> callees : List.of(helpers, kfuncs)) {
            callees.values().forEach(callee -> {
                if (callee instanceof Found(KernelFunction function, int _)) {
                    found.add(function);
                }
            });
        }
        return found;
    }

    Callee helper(int id) {
        return helpers.getOrDefault(id, new Missing("invalid func unknown#" + id));
    }

    Callee kfunc(int btfId) {
        return kfuncs.getOrDefault(btfId, new Missing("kernel btf_id " + btfId + " is not a function"));
    }
}
