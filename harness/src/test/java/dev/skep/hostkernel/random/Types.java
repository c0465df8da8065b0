package dev.skep.hostkernel.random;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Param;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.List;

/** The BTF of a program: the types that its functions are declared with, and their declarations. */
final class Types {
    private final BtfBuilder builder = new BtfBuilder();
    private final int number;
    private final int word;
    private final int context;
    private final int record;
    private final int untyped;
    private int functions;

    Types(ProgramType type) {
        number = builder.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        word = builder.add(new BtfType.Int("unsigned long long", 8, 0, 0, 64));
        String name = type.contextStruct();
        int struct = builder.add(new BtfType.Struct(name, 4, List.of(new BtfType.Member("first", number, 0, 0))));
        context = builder.add(new BtfType.Ptr(struct));
        int members = builder.add(new BtfType.Struct(
                "record", 16, List.of(new BtfType.Member("a", word, 0, 0), new BtfType.Member("b", word, 64, 0))));
        record = builder.add(new BtfType.Ptr(members));
        untyped = builder.add(new BtfType.Ptr(0));
    }

    /** Declares a function; gives the id of its declaration. */
    int declare(Linkage linkage, List<Content> arguments) {
        List<Param> parameters = new ArrayList<>();
        for (Content argument : arguments) {
            parameters.add(new Param("a" + parameters.size(), type(argument)));
        }
        int prototype = builder.add(new FuncProto(number, parameters));
        return builder.add(new BtfType.Func("f" + functions++, prototype, linkage));
    }

    private int type(Content content) {
        return switch (content) {
            case Content.Scalar value -> value.max() == Integer.MAX_VALUE ? number : word;
            case Content.Context value -> context;
            case Content.Memory value -> record;
            case Content.MaybeMemory value -> record;
            case Content.Frame value -> untyped;
            case Content.Packet value -> untyped;
            case Content.PacketEnd value -> untyped;
            case Content.Nothing value -> word;
        };
    }

    Btf build() {
        return builder.build();
    }
}
