package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.truffle.api.CallTarget;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What the optimising runtime knows of a call target. The module is compiled without that runtime, so this asks by
 * name.
 */
final class CompiledCode {
    private static final String RUNTIME_CLASS = "com.oracle.truffle.runtime.OptimizedCallTarget";

    private CompiledCode() {}

    /** Compiles a call target at once, with everything that the compiler has, and asserts that it then is compiled. */
    static void compile(CallTarget target) {
        if (!isCompiled(target)) {
            call(target, "compile", MethodType.methodType(boolean.class, boolean.class), true);
        }
        assertThat(isCompiled(target)).as(target + " is compiled").isTrue();
    }

    static boolean isCompiled(CallTarget target) {
        return (boolean) call(target, "isValidLastTier", MethodType.methodType(boolean.class));
    }

    private static Object call(CallTarget target, String name, MethodType type, Object... arguments) {
        try {
            Class<?> runtimeClass = Class.forName(RUNTIME_CLASS);
            MethodHandle method = MethodHandles.publicLookup().findVirtual(runtimeClass, name, type);
            Object[] all = new Object[arguments.length + 1];
            all[0] = target;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return method.invokeWithArguments(all);
        } catch (Throwable failure) {
            throw new AssertionError(name + " of " + target, failure);
        }
    }
}
