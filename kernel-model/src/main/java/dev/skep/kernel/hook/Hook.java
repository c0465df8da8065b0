package dev.skep.kernel.hook;

import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A place at which programs are attached; what happens there runs them in the order in which they were. */
public final class Hook {
    private static final Link[] NONE = {};

    private final HookPoint point;
    private Link[] links = NONE;

    Hook(HookPoint point) {
        this.point = point;
    }

    public HookPoint point() {
        return point;
    }

    /** The programs that are attached here, in order. */
    public List<Link> links() {
        return List.of(links);
    }

    public boolean isIdle() {
        return links.length == 0;
    }

    Link add(BpfProgram program, long cookie) {
        Link link = new Link(this, program, cookie);
        links = Arrays.copyOf(links, links.length + 1);
        links[links.length - 1] = link;
        return link;
    }

    void remove(Link link) {
        List<Link> left = new ArrayList<>(List.of(links));
        left.remove(link);
        links = left.toArray(Link[]::new);
    }

    /**
     * Something happens: runs every program.
     *
     * @param contextAddress of what the programs get as their context
     */
    public void fire(Invocation invocation, int cpu, Occurrence occurrence, long contextAddress) {
        for (Link link : links) {
            link.run(invocation, cpu, occurrence, contextAddress);
        }
    }
}
