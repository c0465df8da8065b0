package dev.skep.kernel.hook;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfValue;
import dev.skep.btf.BtfValueException;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import dev.skep.kernel.task.Task;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Values that a test gives to a function of the kernel, checked against the types that its BTF declares. A pointer may
 * be an address, a {@link Task} or a {@link KernelStruct}; a text for a {@code char *} is put into the kernel's memory.
 */
final class Arguments {
    private final KernelStructs structs;
    private final String function;
    private final List<BtfType.Param> params;

    /**
     * What a function takes.
     *
     * @param function its name, for messages
     */
    Arguments(KernelStructs structs, String function, List<BtfType.Param> params) {
        this.structs = structs;
        this.function = function;
        this.params = params;
    }

    /**
     * Values in the order of the parameters.
     *
     * @throws IllegalArgumentException if they are too many or too few, or do not fit the types
     */
    long[] inOrder(Object... values) {
        if (values.length != params.size()) {
            throw new IllegalArgumentException(
                    function + " takes " + params.size() + " arguments " + names() + ", found " + values.length);
        }
        long[] registers = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            registers[i] = register(params.get(i), values[i]);
        }
        return registers;
    }

    /**
     * Values by the names of the parameters; those that are left out are zero.
     *
     * @throws IllegalArgumentException if there is no parameter of a name, or a value does not fit its type
     */
    long[] byName(Map<String, ?> values) {
        for (String name : values.keySet()) {
            if (params.stream().noneMatch(param -> param.name().equals(name))) {
                throw new IllegalArgumentException(function + " has no argument " + name + ", expected " + names());
            }
        }
        long[] registers = new long[params.size()];
        for (int i = 0; i < registers.length; i++) {
            Object value = values.get(params.get(i).name());
            registers[i] = value == null ? 0 : register(params.get(i), value);
        }
        return registers;
    }

    private List<String> names() {
        return params.stream().map(BtfType.Param::name).toList();
    }

    private long register(BtfType.Param param, Object value) {
        Btf btf = structs.btf();
        int type = btf.resolve(param.type());
        if (btf.type(type) instanceof BtfType.Ptr pointer) {
            return pointer(param, btf, pointer.target(), value);
        }
        return scalar(btf, type, function + ", argument " + param.name(), value);
    }

    /** A number as it stands in a register: with its sign, if its type has one. */
    static long scalar(Btf btf, int type, String what, Object value) {
        try {
            byte[] bytes = BtfValue.write(btf, type, value);
            if (bytes.length > Long.BYTES) {
                throw new IllegalArgumentException(what + ": a struct by value is not supported");
            }
            boolean signed = btf.type(btf.resolve(type)) instanceof BtfType.Int integer && integer.signed();
            long number = signed && bytes.length > 0 ? bytes[bytes.length - 1] : 0;
            for (int i = bytes.length - 1; i >= 0; i--) {
                number = number << Byte.SIZE | bytes[i] & 0xff;
            }
            return number;
        } catch (BtfValueException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }

    private long pointer(BtfType.Param param, Btf btf, int target, Object value) {
        String pointee = target == 0 ? "void" : btf.name(btf.resolve(target));
        return switch (value) {
            case Task task -> {
                if (!pointee.equals("task_struct") && !pointee.equals("void")) {
                    throw mismatch(param, pointee, "a task");
                }
                yield task.address();
            }
            case KernelStruct struct -> struct.address();
            case String text -> {
                OptionalLong number = number(text);
                if (number.isPresent()) {
                    yield number.getAsLong();
                }
                if (!pointee.equals("char")) {
                    throw mismatch(param, pointee, "a text");
                }
                yield structs.text(text, "argument " + param.name());
            }
            case Long address -> address;
            case Integer address -> Integer.toUnsignedLong(address);
            default -> throw mismatch(param, pointee, value.getClass().getSimpleName());
        };
    }

    private static OptionalLong number(String text) {
        return text.startsWith("0x")
                ? OptionalLong.of(Long.parseUnsignedLong(text.substring(2), 16))
                : OptionalLong.empty();
    }

    private IllegalArgumentException mismatch(BtfType.Param param, String pointee, @Nullable String found) {
        return new IllegalArgumentException(
                function + ", argument " + param.name() + ": a pointer to " + pointee + " expected, found " + found);
    }
}
