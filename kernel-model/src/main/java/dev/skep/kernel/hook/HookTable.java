package dev.skep.kernel.hook;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.program.BpfProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The hooks of a machine at which programs are, or were, attached. */
public final class HookTable {
    private final Map<HookPoint, Hook> hooks = new LinkedHashMap<>();

    /** The hook at a point, made when it is first asked for. */
    public Hook at(HookPoint point) {
        return hooks.computeIfAbsent(point, Hook::new);
    }

    /** Attaches a program. */
    public Link attach(BpfProgram program, HookPoint point, long cookie) {
        return at(point).add(program, cookie);
    }

    /**
     * Attaches a program where its section says, without a cookie.
     *
     * @throws KernelException EINVAL if its section does not say, or it attaches to no hook
     */
    public Link attach(BpfProgram program) {
        HookPoint point = HookPoint.of(program.image());
        if (point == null) {
            throw new KernelException(
                    Errno.EINVAL,
                    program.name() + " (section " + program.image().section() + ") says no hook to attach to");
        }
        return attach(program, point, 0);
    }

    /** All links, in the order of their hooks. */
    public List<Link> links() {
        List<Link> links = new ArrayList<>();
        hooks.values().forEach(hook -> links.addAll(hook.links()));
        return links;
    }
}
