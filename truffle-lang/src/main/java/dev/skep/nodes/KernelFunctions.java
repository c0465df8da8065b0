package dev.skep.nodes;

import dev.skep.helper.BoundHelper;
import dev.skep.helper.BoundKfunc;
import dev.skep.helper.HelperBody;
import dev.skep.helper.HelperTable;
import dev.skep.helper.KfuncTable;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.program.ProgramImage;
import java.util.HashMap;
import java.util.Map;

/**
 * The helpers and kfuncs that a program calls. All are looked up when it is loaded, so that it is refused then and not
 * while it runs.
 */
final class KernelFunctions {
    private static final int MAX_ARGUMENTS = 5;

    private final ProgramImage image;
    private final Map<Integer, KernelFunction> helpers = new HashMap<>();
    private final Map<Integer, Integer> arities = new HashMap<>();
    private final Map<Integer, KernelFunction> kfuncs = new HashMap<>();

    /**
     * @throws dev.skep.helper.NotBuiltException when a helper or kfunc has no body yet
     * @throws KernelException EINVAL when there is none, or the program may not call it
     */
    KernelFunctions(ProgramImage image) {
        this.image = image;
        for (int slot = 0; slot < image.code().size(); slot++) {
            switch (image.code().at(slot)) {
                case CallHelper call -> findHelper(call.id());
                case CallKfunc call -> kfuncs.computeIfAbsent(call.btfId(), this::findKfunc);
                default -> {}
            }
        }
    }

    private void findHelper(int id) {
        if (arities.containsKey(id)) {
            return;
        }
        BoundHelper helper = HelperTable.standard().find(id, image.type(), image.attachType());
        if (helper == null) {
            String name = HelperTable.standard().functionName(id);
            String reason = name == null
                    ? "invalid func unknown#" + id
                    : "program of this type cannot use helper " + name + "#" + id;
            throw new KernelException(Errno.EINVAL, image.name() + ": " + reason);
        }
        arities.put(id, helper.prototype().arguments().size());
        if (id != FlowGraph.TAIL_CALL) {
            helpers.put(id, KernelFunction.of(helper));
        }
    }

    private KernelFunction findKfunc(int btfId) {
        if (btfId == 0) {
            return absent();
        }
        BoundKfunc kfunc = KfuncTable.standard().find(btfId);
        if (kfunc == null) {
            throw new KernelException(Errno.EINVAL, image.name() + ": kernel btf_id " + btfId + " is not a function");
        }
        return KernelFunction.of(kfunc);
    }

    /**
     * The linker leaves 0 for a weak kfunc that the kernel does not have: a program that looks first never comes there.
     */
    private KernelFunction absent() {
        String message = image.name() + ": calls a kernel function that this kernel does not have";
        HelperBody.Plain0 body = invocation -> {
            throw new KernelException(Errno.EINVAL, message);
        };
        return new KernelFunction("absent kfunc", body, false, true);
    }

    KernelFunction helper(int id) {
        return present(helpers.get(id), id);
    }

    KernelFunction kfunc(int btfId) {
        return present(kfuncs.get(btfId), btfId);
    }

    private static KernelFunction present(@org.jspecify.annotations.Nullable KernelFunction function, int number) {
        if (function == null) {
            throw new IllegalStateException("the program does not call " + number);
        }
        return function;
    }

    /** The number of arguments that a helper takes. */
    int arity(int id) {
        return arities.getOrDefault(id, MAX_ARGUMENTS);
    }
}
