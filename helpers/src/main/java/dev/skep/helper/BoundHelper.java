package dev.skep.helper;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A helper of the table: its prototype, and its body once somebody asks for it. The body is bound at the first call of
 * {@link #body()}, so that a program pays only for the helpers that it calls.
 */
public final class BoundHelper {
    private final HelperPrototype prototype;
    private final Method method;
    private final boolean inline;

    private @Nullable HelperBody body;

    BoundHelper(HelperPrototype prototype, Method method, boolean inline) {
        this.prototype = prototype;
        this.method = method;
        this.inline = inline;
    }

    public HelperPrototype prototype() {
        return prototype;
    }

    /** Whether there is a body to run; otherwise only the verifier knows this helper. */
    public boolean isBuilt() {
        return Modifier.isStatic(method.getModifiers());
    }

    /** What it does instead of all that the kernel does; empty where it does all. */
    public Optional<String> simplified() {
        Simplified simplified = method.getAnnotation(Simplified.class);
        return simplified == null ? Optional.empty() : Optional.of(simplified.value());
    }

    /** Whether the compiler may inline the body into the program; others want a boundary. */
    public boolean inline() {
        return inline;
    }

    /**
     * What runs.
     *
     * @throws NotBuiltException naming the helper when there is only a prototype
     */
    public synchronized HelperBody body() {
        HelperBody bound = body;
        if (bound == null) {
            if (!isBuilt()) {
                throw new NotBuiltException("helper " + prototype.functionName() + " is not built yet");
            }
            bound = BodyBinder.bind(method);
            body = bound;
        }
        return bound;
    }

    @Override
    public String toString() {
        return prototype.functionName() + "#" + prototype.id();
    }
}
