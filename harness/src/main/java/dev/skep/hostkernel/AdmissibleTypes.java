package dev.skep.hostkernel;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of an object as a kernel takes them. Functions that the kernel is to define are extern in the object, and
 * stand in a section as if they were variables; the kernel knows neither. libbpf's {@code bpf_object__collect_externs}.
 */
final class AdmissibleTypes {
    private AdmissibleTypes() {}

    /** The same types under the same ids; the same object when nothing needs to change. */
    static Btf of(Btf btf) {
        Map<Integer, BtfType> changed = new HashMap<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            switch (btf.kind(id)) {
                case FUNC -> function(btf, id, changed);
                case VAR -> {
                    if (btf.type(id) instanceof Var(String name, int type, Linkage linkage)
                            && linkage == Linkage.EXTERN) {
                        changed.put(id, new Var(name, type, Linkage.GLOBAL));
                    }
                }
                case DATASEC -> {
                    if (btf.type(id) instanceof Datasec section) {
                        Datasec variables = withoutFunctions(btf, section);
                        if (!variables.equals(section)) {
                            changed.put(id, variables);
                        }
                    }
                }
                default -> {
                    // As it is.
                }
            }
        }
        return changed.isEmpty() ? btf : rebuilt(btf, changed);
    }

    private static void function(Btf btf, int id, Map<Integer, BtfType> changed) {
        if (btf.type(id) instanceof Func(String name, int proto, Linkage linkage) && linkage == Linkage.EXTERN) {
            changed.put(id, new Func(name, proto, Linkage.GLOBAL));
            if (btf.type(proto) instanceof FuncProto prototype) {
                changed.put(proto, named(prototype));
            }
        }
    }

    private static Btf rebuilt(Btf btf, Map<Integer, BtfType> changed) {
        BtfBuilder builder = new BtfBuilder();
        for (int id = 1; id < btf.typeCount(); id++) {
            BtfType type = changed.get(id);
            builder.add(type == null ? btf.type(id) : type);
        }
        return builder.build(btf.order());
    }

    /** Functions that are not extern have names for their parameters. */
    private static FuncProto named(FuncProto prototype) {
        List<Param> params = new ArrayList<>();
        for (Param param : prototype.params()) {
            boolean variadic = param.type() == 0;
            params.add(variadic || !param.name().isEmpty() ? param : new Param("arg" + params.size(), param.type()));
        }
        return new FuncProto(prototype.returnType(), params);
    }

    private static Datasec withoutFunctions(Btf btf, Datasec section) {
        return new Datasec(
                section.name(),
                // No section is empty to the kernel.
                Math.max(section.sizeBytes(), Integer.BYTES),
                section.variables().stream()
                        .filter(variable -> btf.kind(variable.type()) == BtfKind.VAR)
                        .toList());
    }
}
