package dev.skep.verifier.check;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import dev.skep.btf.MalformedBtfException;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import java.util.OptionalInt;

/** Variables and functions of the kernel, named by their BTF ids; the kernel's {@code check_pseudo_btf_id()}. */
public final class KernelSymbols {
    private static final String PER_CPU_SECTION = ".data..percpu";

    private final Btf btf;

    public KernelSymbols(Btf btf) {
        this.btf = btf;
    }

    /** @return what is wrong with the id, empty when nothing is */
    public String complaint(int id) {
        if (!(btf.type(id) instanceof Var variable)) {
            return btf.type(id) instanceof Func
                    ? ""
                    : "pseudo btf_id " + id + " in ldimm64 isn't KIND_VAR or KIND_FUNC\n";
        }
        try {
            btf.sizeOf(variable.type());
            return "";
        } catch (MalformedBtfException unsized) {
            return "ldimm64 unable to resolve the size of type '" + btf.name(btf.resolve(variable.type())) + "': -22\n";
        }
    }

    /** A pointer to it. */
    RegisterState pointer(int id) {
        if (!(btf.type(id) instanceof Var variable)) {
            return memory(0);
        }
        int type = variable.type();
        int resolved = btf.resolve(type);
        if (isPerCpu(id)) {
            return RegisterState.pointer(RegisterType.BTF_ID.with(RegisterType.PERCPU), struct(resolved));
        }
        BtfType target = btf.type(resolved);
        return target instanceof Composite
                ? RegisterState.pointer(RegisterType.BTF_ID, struct(resolved))
                : memory((int) btf.sizeOf(type));
    }

    private static RegisterState memory(int size) {
        return RegisterState.pointer(RegisterType.MEM.with(RegisterType.RDONLY), null)
                .withFirst(size);
    }

    private StructType struct(int id) {
        return new StructType(StructType.Origin.KERNEL, btf, id, btf.name(id));
    }

    private boolean isPerCpu(int id) {
        OptionalInt section = btf.find(PER_CPU_SECTION, BtfKind.DATASEC);
        if (section.isPresent() && btf.type(section.getAsInt()) instanceof Datasec variables) {
            for (Variable variable : variables.variables()) {
                if (variable.type() == id) {
                    return true;
                }
            }
        }
        return false;
    }
}
