package dev.skep.helper;

import dev.skep.helper.HelperBody.MapPosition;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * Binds an annotated static method to the {@link HelperBody} interface of its shape, through {@link LambdaMetafactory}:
 * the result is a class of its own with a direct call, which the JIT and Graal see through.
 */
final class BodyBinder {
    private static final List<Class<? extends HelperBody>> PLAIN = List.of(
            HelperBody.Plain0.class,
            HelperBody.Plain1.class,
            HelperBody.Plain2.class,
            HelperBody.Plain3.class,
            HelperBody.Plain4.class,
            HelperBody.Plain5.class);
    private static final List<Class<? extends HelperBody>> MAP_FIRST = List.of(
            HelperBody.MapFirst1.class,
            HelperBody.MapFirst2.class,
            HelperBody.MapFirst3.class,
            HelperBody.MapFirst4.class,
            HelperBody.MapFirst5.class);
    private static final List<Class<? extends HelperBody>> MAP_SECOND = List.of(
            HelperBody.MapSecond2.class,
            HelperBody.MapSecond3.class,
            HelperBody.MapSecond4.class,
            HelperBody.MapSecond5.class);

    private BodyBinder() {}

    /**
     * Checks that a method has a shape that can be bound: {@code long m(Invocation, …)} with at most five {@code long}
     * arguments, of which the first or the second may be a {@code BpfMap} instead. (A prototype without body may have
     * more: the kernel's BTF knows functions that no program can call.)
     *
     * @throws IllegalStateException naming the method and what is wrong with it
     */
    static void checkShape(Method method) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length == 0 || types[0] != Invocation.class || method.getReturnType() != long.class) {
            throw refused(method, "is not of the form long f(Invocation, ...)");
        }
        if (types.length > 6 && Modifier.isStatic(method.getModifiers())) {
            throw refused(method, "takes more than five arguments");
        }
        for (int i = 1; i < types.length; i++) {
            boolean isMap = types[i] == BpfMap.class && i <= 2;
            if (!isMap && types[i] != long.class) {
                throw refused(method, "argument " + i + " is a " + types[i].getSimpleName() + ", not long");
            }
        }
        if (types.length > 2 && types[1] == BpfMap.class && types[2] == BpfMap.class) {
            throw refused(method, "takes two maps");
        }
    }

    static MapPosition mapPosition(Method method) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length > 1 && types[1] == BpfMap.class) {
            return MapPosition.FIRST;
        }
        return types.length > 2 && types[2] == BpfMap.class ? MapPosition.SECOND : MapPosition.NONE;
    }

    static HelperBody bind(Method method) {
        Class<? extends HelperBody> shape = shape(method);
        try {
            MethodHandles.Lookup lookup =
                    MethodHandles.privateLookupIn(method.getDeclaringClass(), MethodHandles.lookup());
            MethodHandle target = lookup.unreflect(method);
            MethodType type = target.type();
            MethodHandle factory = LambdaMetafactory.metafactory(
                            lookup, "run", MethodType.methodType(shape), type, target, type)
                    .getTarget();
            return (HelperBody) factory.invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(method + " cannot be bound", e);
        }
    }

    static IllegalStateException refused(Method method, String reason) {
        return new IllegalStateException(
                method.getDeclaringClass().getSimpleName() + "." + method.getName() + " " + reason);
    }

    private static Class<? extends HelperBody> shape(Method method) {
        int arguments = method.getParameterCount() - 1;
        return switch (mapPosition(method)) {
            case NONE -> PLAIN.get(arguments);
            case FIRST -> MAP_FIRST.get(arguments - 1);
            case SECOND -> MAP_SECOND.get(arguments - 2);
        };
    }
}
