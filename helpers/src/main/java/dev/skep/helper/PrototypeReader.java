package dev.skep.helper;

import dev.skep.helper.HelperPrototype.Argument;
import dev.skep.helper.HelperPrototype.Result;
import dev.skep.kernel.map.BpfMap;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the annotation of a helper's method and refuses what cannot be right: the counterpart of the kernel's
 * {@code check_func_proto()}, at the time the table is read.
 */
final class PrototypeReader {
    private PrototypeReader() {}

    /**
     * The prototype that a method declares.
     *
     * @throws IllegalStateException naming the method and what is wrong with it
     */
    static HelperPrototype read(Method method, Helper helper) {
        BodyBinder.checkShape(method);
        List<Argument> arguments = arguments(method);
        checkSizes(method, arguments);
        return new HelperPrototype(
                helper.id(),
                name(method, helper),
                FlagSets.ordered(Arrays.asList(helper.families())),
                new Result(
                        helper.returns().base(),
                        FlagSets.union(helper.returns().flags(), helper.returnFlags()),
                        helper.returnBtf()),
                arguments,
                helper.gplOnly(),
                FlagSets.ordered(Arrays.asList(helper.needs())),
                helper.packetAccess(),
                helper.mightSleep(),
                helper.allowFastcall());
    }

    private static String name(Method method, Helper helper) {
        if (!helper.name().isEmpty()) {
            return helper.name();
        }
        if (!method.getName().startsWith("bpf_")) {
            throw BodyBinder.refused(method, "does not begin with bpf_ and gives no name");
        }
        return method.getName().substring("bpf_".length());
    }

    private static List<Argument> arguments(Method method) {
        Parameter[] parameters = method.getParameters();
        List<Argument> arguments = new ArrayList<>();
        for (int i = 1; i < parameters.length; i++) {
            Arg arg = parameters[i].getAnnotation(Arg.class);
            if (arg == null) {
                throw BodyBinder.refused(method, "does not say what argument " + i + " is");
            }
            boolean isMap = arg.value() == ArgumentType.CONST_MAP_PTR;
            if (isMap != (parameters[i].getType() == BpfMap.class)) {
                throw BodyBinder.refused(method, "argument " + i + ": CONST_MAP_PTR and BpfMap go together");
            }
            arguments.add(new Argument(
                    arg.value().base(), FlagSets.union(arg.value().flags(), arg.flags()), arg.size(), arg.btf()));
        }
        return arguments;
    }

    /** A size follows memory whose size is not fixed, and nothing else; memory of fixed size gives it. */
    private static void checkSizes(Method method, List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            boolean fixed = argument.has(ArgumentFlag.MEM_FIXED_SIZE);
            boolean wantsSize = argument.type() == ArgumentType.PTR_TO_MEM && !fixed;
            boolean sizeFollows =
                    i + 1 < arguments.size() && arguments.get(i + 1).type().isSize();
            if (wantsSize && !sizeFollows) {
                throw BodyBinder.refused(method, "argument " + (i + 1) + " is memory, and no size follows");
            }
            if (!wantsSize && sizeFollows) {
                throw BodyBinder.refused(method, "argument " + (i + 2) + " is a size without memory before it");
            }
            if (i == 0 && argument.type().isSize()) {
                throw BodyBinder.refused(method, "argument 1 is a size without memory before it");
            }
            if (fixed != argument.size() > 0) {
                throw BodyBinder.refused(
                        method, "argument " + (i + 1) + ": a fixed size and MEM_FIXED_SIZE go together");
            }
        }
    }
}
