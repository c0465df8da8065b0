package dev.skep.object;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.SectionName.Trait;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program of an object: its entry function and what its section says about it.
 *
 * @param function the entry
 * @param type null if the section has a name that says nothing; somebody must then say it, {@link #withType}
 * @param attachType what it expects to be attached to
 * @param attachTarget what follows the first slash of a section that names its target, else {@code ""}
 * @param traits what else the section says
 * @param autoload whether it is loaded without being asked for; a section that begins with {@code ?} says no
 */
public record ProgramSpec(
        FunctionSpec function,
        @Nullable ProgramType type,
        AttachType attachType,
        String attachTarget,
        Set<Trait> traits,
        boolean autoload) {

    public ProgramSpec {
        traits = Collections.unmodifiableSet(traits.isEmpty() ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(traits));
    }

    /** The name of the function, which is the program's. */
    public String name() {
        return function.name();
    }

    /** The section, without the {@code ?} in front. */
    public String section() {
        return function.section();
    }

    /** The same as another type, attached to nothing in particular. */
    public ProgramSpec withType(ProgramType value) {
        return new ProgramSpec(function, value, AttachType.NONE, attachTarget, Set.of(), autoload);
    }
}
