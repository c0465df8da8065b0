package dev.skep.kernel.task;

import org.jspecify.annotations.Nullable;

/**
 * A control group of the (version 2) hierarchy. Counterpart: {@code struct cgroup}.
 *
 * @param id of its directory; 1 is the root
 * @param path from the root, {@code /} for the root itself
 * @param parent null for the root
 */
public record Cgroup(long id, String path, @Nullable Cgroup parent) {
    /** The root of the hierarchy. */
    public static final long ROOT_ID = 1;

    /** How far from the root: 0 for the root itself. */
    public int level() {
        return parent == null ? 0 : parent.level() + 1;
    }

    /** Whether this is that group, or a group below it. */
    public boolean isUnder(Cgroup other) {
        Cgroup at = this;
        while (at != null && at.id != other.id) {
            at = at.parent;
        }
        return at != null;
    }

    /** The group at this level on the way from the root to here; null below this group. */
    public @Nullable Cgroup ancestor(int level) {
        Cgroup at = this;
        while (at != null && at.level() > level) {
            at = at.parent;
        }
        return at != null && at.level() == level ? at : null;
    }
}
