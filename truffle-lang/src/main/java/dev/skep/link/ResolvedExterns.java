package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfC;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.MalformedBtfException;
import dev.skep.link.core.TypesCompatible;
import dev.skep.link.core.UnresolvableException;
import dev.skep.object.Extern;
import dev.skep.object.Extern.Strength;
import dev.skep.object.MapDefinition;
import dev.skep.object.ObjectSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An object's externs as a kernel defines them, by their place in {@link ObjectSpec#externs}. */
final class ResolvedExterns {
    /** What an extern turned out to be. */
    sealed interface Value {
        /** A value in the map of the configuration. */
        record Configuration(int offset) implements Value {}

        /** A plain address; 0 if the kernel does not have it and the object does without. */
        record Address(long address) implements Value {}

        /** A function or variable by its id in the kernel's BTF. */
        record Typed(int btfId) implements Value {}

        /** A function that the kernel does not have. */
        record NoFunction() implements Value {}
    }

    private final List<Value> values;
    private final byte[] configuration;
    private final int configurationMap;

    private ResolvedExterns(List<Value> values, byte[] configuration, int configurationMap) {
        this.values = values;
        this.configuration = configuration;
        this.configurationMap = configurationMap;
    }

    /**
     * @throws RelocationException if a strong extern is not defined, or the configuration's value does not fit its type
     */
    static ResolvedExterns of(ObjectSpec object, KernelSymbols symbols, KernelConfiguration configuration) {
        int map = configurationMap(object);
        byte[] bytes = new byte[map < 0 ? 0 : object.maps().get(map).spec().valueSize()];
        List<Value> values = new ArrayList<>();
        for (Extern extern : object.externs()) {
            values.add(
                    switch (extern.kind()) {
                        case CONFIGURATION -> configured(object, extern, configuration, bytes);
                        case VARIABLE -> variable(object, extern, symbols);
                        case FUNCTION -> function(object, extern, symbols);
                    });
        }
        return new ResolvedExterns(values, bytes, map);
    }

    private static int configurationMap(ObjectSpec object) {
        for (int i = 0; i < object.maps().size(); i++) {
            if (object.maps().get(i).origin() == MapDefinition.Origin.CONFIGURATION) {
                return i;
            }
        }
        return -1;
    }

    private static Value configured(ObjectSpec object, Extern extern, KernelConfiguration configuration, byte[] bytes) {
        Btf btf = object.btf();
        byte[] value = btf == null ? bytes : configuration.bytes(object.name(), btf, extern);
        if (value.length == 0) {
            boolean ours = extern.name().startsWith("CONFIG_") || extern.name().startsWith("LINUX_");
            if (extern.strength() == Strength.STRONG || !ours) {
                throw new RelocationException(
                        object.name(),
                        ".kconfig/" + extern.name(),
                        "a strong extern that the kernel's configuration does not have",
                        "a value, or __weak");
            }
        }
        System.arraycopy(value, 0, bytes, extern.offset(), value.length);
        return new Value.Configuration(extern.offset());
    }

    private static Value variable(ObjectSpec object, Extern extern, KernelSymbols symbols) {
        if (extern.typeId() != 0) {
            OptionalInt id = symbols.variable(extern.name());
            if (id.isPresent()) {
                requireSameShape(object, extern, extern.typeId(), symbols, variableType(symbols, id.getAsInt()));
                return new Value.Typed(id.getAsInt());
            }
        } else {
            OptionalLong address = symbols.address(extern.name());
            if (address.isPresent()) {
                return new Value.Address(address.getAsLong());
            }
        }
        requireWeak(object, extern, extern.typeId() == 0 ? "symbol" : "variable in the kernel's BTF");
        return new Value.Address(0);
    }

    private static Value function(ObjectSpec object, Extern extern, KernelSymbols symbols) {
        OptionalInt id = symbols.function(extern.essentialName());
        if (id.isPresent()) {
            requireSameShape(
                    object, extern, proto(object.btf(), extern.btfId()), symbols, proto(symbols.btf(), id.getAsInt()));
            return new Value.Typed(id.getAsInt());
        }
        requireWeak(object, extern, "kernel function");
        return new Value.NoFunction();
    }

    private static int variableType(KernelSymbols symbols, int id) {
        return symbols.btf().type(id) instanceof Var variable ? variable.type() : 0;
    }

    private static int proto(@Nullable Btf btf, int function) {
        return btf != null && btf.type(function) instanceof Func found ? found.proto() : 0;
    }

    private static void requireSameShape(
            ObjectSpec object, Extern extern, int ours, KernelSymbols symbols, int theirs) {
        Btf btf = object.btf();
        try {
            if (btf == null || TypesCompatible.sameShape(btf, ours, symbols.btf(), theirs)) {
                return;
            }
        } catch (UnresolvableException | MalformedBtfException e) {
            throw new RelocationException(object.name(), ".ksyms/" + extern.name(), e);
        }
        throw new RelocationException(
                object.name(),
                ".ksyms/" + extern.name(),
                BtfC.declaration(btf, ours, extern.name()),
                "a type like the kernel's, " + BtfC.declaration(symbols.btf(), theirs, extern.essentialName()));
    }

    private static void requireWeak(ObjectSpec object, Extern extern, String what) {
        if (extern.strength() == Strength.STRONG) {
            throw new RelocationException(
                    object.name(), ".ksyms/" + extern.name(), "no " + what + " of this name", "one, or __weak");
        }
    }

    Value value(int extern) {
        return values.get(extern);
    }

    /** Place of the configuration's map among the object's; -1 without any. */
    int configurationMap() {
        return configurationMap;
    }

    /** What the configuration's map holds. */
    byte[] configuration() {
        return Arrays.copyOf(configuration, configuration.length);
    }
}
