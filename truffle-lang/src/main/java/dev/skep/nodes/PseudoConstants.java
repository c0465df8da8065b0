package dev.skep.nodes;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.ProgramImage;
import java.util.List;

/** What the two-slot loads of a program load that are no plain numbers: addresses of this machine. */
final class PseudoConstants {
    private final ProgramImage image;
    private final Code code;
    private final Kernel kernel;

    PseudoConstants(ProgramImage image, Code code, Kernel kernel) {
        this.image = image;
        this.code = code;
        this.kernel = kernel;
    }

    /** @throws KernelException when one of them stands for nothing here */
    void check() {
        Bytecode bytecode = image.code();
        for (int slot = 0; slot < bytecode.size(); slot += bytecode.at(slot).slots()) {
            if (bytecode.at(slot) instanceof LoadPseudo load) {
                value(load, slot);
            }
        }
    }

    long value(LoadPseudo load, int slot) {
        return switch (load.kind()) {
            case MAP_FD, MAP_IDX -> map(load, slot).address();
            case MAP_VALUE, MAP_IDX_VALUE -> map(load, slot).directValue(Integer.toUnsignedLong(load.nextImmediate()));
            case FUNC -> function(load, slot);
            case BTF_ID -> kernelSymbol(load, slot);
        };
    }

    /** Of a function there is an address only, by which programs learn whether the kernel has it. */
    private long kernelSymbol(LoadPseudo load, int slot) {
        if (kernel.config().types().functionName(load.immediate()).isPresent()) {
            return kernel.symbols().functionAddress(load.immediate());
        }
        try {
            return kernel.variables().address(load.immediate());
        } catch (KernelException e) {
            throw refused(slot, String.valueOf(e.getMessage()));
        }
    }

    private BpfMap map(LoadPseudo load, int slot) {
        List<BpfMap> maps = image.maps();
        int index = load.immediate();
        if (index < 0 || index >= maps.size()) {
            throw refused(slot, "map " + index + ", expected 0 to " + (maps.size() - 1));
        }
        return maps.get(index);
    }

    private long function(LoadPseudo load, int slot) {
        int callee = FlowGraph.callee(load, slot);
        if (!code.beginsFunction(callee)) {
            throw refused(slot, "no function begins at instruction " + ((long) slot + 1 + load.immediate()));
        }
        return code.address(callee);
    }

    private KernelException refused(int slot, String reason) {
        return new KernelException(Errno.EINVAL, image.name() + ": instruction " + slot + ": " + reason);
    }
}
