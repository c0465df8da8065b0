package dev.skep.kernel.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The machine's control groups, numbered as they are made. Counterpart: {@code cgrp_dfl_root}. */
public final class CgroupTree {
    private final Map<String, Cgroup> byPath = new LinkedHashMap<>();
    private final Cgroup root = new Cgroup(Cgroup.ROOT_ID, "/", null);
    private final Map<Cgroup, Map<String, byte[]>> attributes = new HashMap<>();
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

    /** The extended attributes of a group's directory, by name; they can be changed. */
    public Map<String, byte[]> attributes(Cgroup group) {
        return attributes.computeIfAbsent(group, _ -> new TreeMap<>());
    }

    /** The groups right below a group, in the order in which they were made. */
    public List<Cgroup> children(Cgroup group) {
        List<Cgroup> children = all();
        children.removeIf(each -> each.parent() == null || each.parent().id() != group.id());
        return children;
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
