package dev.skep.testing;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The context of a program that user space calls: whatever its first parameter points to.
 *
 * @param program what messages call it
 * @param btf the object's; null without any
 * @param id of the struct; 0 where the program declares none
 */
record SyscallContext(String program, @Nullable Btf btf, int id) {

    /** @param function the name of the program in C */
    static SyscallContext of(String program, @Nullable Btf btf, String function) {
        OptionalInt found = btf == null ? OptionalInt.empty() : btf.find(function, BtfKind.FUNC);
        if (btf != null
                && found.isPresent()
                && btf.type(found.getAsInt()) instanceof BtfType.Func func
                && btf.type(func.proto()) instanceof BtfType.FuncProto prototype
                && !prototype.params().isEmpty()
                && btf.type(btf.resolve(prototype.params().getFirst().type())) instanceof BtfType.Ptr pointer
                && pointer.target() != 0
                && btf.type(btf.resolve(pointer.target())) instanceof BtfType.Struct) {
            return new SyscallContext(program, btf, btf.resolve(pointer.target()));
        }
        return new SyscallContext(program, btf, 0);
    }

    /** @throws IllegalArgumentException if the program declares no struct, or a value does not fit */
    byte[] write(Object context) {
        Btf types = btf;
        if (types == null || id == 0) {
            throw new IllegalArgumentException(
                    program + ": the type of its context is not declared, so that it can only be given as bytes");
        }
        return type(types).write(context);
    }

    /** By the type, where it is known and the bytes are as many. */
    Map<String, Object> read(byte[] bytes) {
        Btf types = btf;
        if (types == null || id == 0 || bytes.length != types.sizeOf(id)) {
            return Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (type(types).read(bytes) instanceof Map<?, ?> members) {
            members.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        return fields;
    }

    private ValueType type(Btf types) {
        return new ValueType(program + ": context", types, id, (int) types.sizeOf(id));
    }
}
