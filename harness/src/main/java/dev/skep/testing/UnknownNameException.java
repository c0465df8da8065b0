package dev.skep.testing;

import java.util.Collection;

/** An object has no program, map or variable of this name. The message lists the nearest names that it has. */
public final class UnknownNameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownNameException(String object, String kind, String name, Collection<String> names) {
        super(object + ": no " + kind + " " + name + ", " + NearestNames.hint(name, names));
    }
}
