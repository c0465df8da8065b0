package dev.skep.kernel.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The machine's control groups, numbered as they are made. Counterpart: {@code cgrp_dfl_root}. */
public final class CgroupTree {
    private final Map<String, Cgroup> byPath = new LinkedHashMap<>();
    private final Cgroup root = new Cgroup(Cgroup.ROOT_ID, "/", null);
    private long nextId = Cgroup.ROOT_ID + 1;

    CgroupTree() {
        byPath.put("/", root);
    }

    public Cgroup root() {
        return root;
    }

    /** The group at a path, made together with those above it where it is not there yet. */
    public Cgroup at(String path) {
        Cgroup at = root;
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                Cgroup parent = at;
                String here = (parent.parent() == null ? "" : parent.path()) + "/" + name;
                at = byPath.computeIfAbsent(here, made -> new Cgroup(nextId++, made, parent));
            }
        }
        return at;
    }

    /** Gives the group at a path the number that it has elsewhere, in a recording. */
    public Cgroup at(String path, long id) {
        Cgroup parent = at(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
        Cgroup made = path.equals("/") ? root : new Cgroup(id, path, parent);
        byPath.put(path, made);
        nextId = Math.max(nextId, id + 1);
        return made;
    }

    /** The group with this number, or null. */
    public @Nullable Cgroup byId(long id) {
        for (Cgroup group : byPath.values()) {
            if (group.id() == id) {
                return group;
            }
        }
        return null;
    }

    /** All groups, those above first. */
    public List<Cgroup> all() {
        return new ArrayList<>(byPath.values());
    }
}
