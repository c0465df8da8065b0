package dev.skep.helper;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A kfunc of the table: its prototype, and its body once somebody asks for it; the twin of {@link BoundHelper}. */
public final class BoundKfunc {
    private final KfuncPrototype prototype;
    private final Method method;
    private final boolean inline;
    private @Nullable HelperBody body;

    BoundKfunc(KfuncPrototype prototype, Method method, boolean inline) {
        this.prototype = prototype;
        this.method = method;
        this.inline = inline;
    }

    public KfuncPrototype prototype() {
        return prototype;
    }

    /** Whether there is a body to run; otherwise only the verifier knows this kfunc. */
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
     * @throws NotBuiltException naming the kfunc when there is only a prototype
     */
    public synchronized HelperBody body() {
        HelperBody bound = body;
        if (bound == null) {
            if (!isBuilt()) {
                throw new NotBuiltException("kfunc " + prototype.name() + " is not built yet");
            }
            bound = BodyBinder.bind(method);
            body = bound;
        }
        return bound;
    }

    @Override
    public String toString() {
        return prototype.name();
    }
}
