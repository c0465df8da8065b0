package dev.skep.testing;

import dev.skep.kernel.Errno;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which helpers and kfuncs may fail although the program did nothing wrong, and how: for want of memory or room, or
 * since what they are to read is not there.
 */
final class Fallible {
    /** They give 0 where there is no memory. */
    private static final Set<String> ALLOCATING = Set.of(
            "bpf_ringbuf_reserve",
            "bpf_obj_new_impl",
            "bpf_percpu_obj_new_impl",
            "bpf_cpumask_create",
            "bpf_task_storage_get",
            "bpf_sk_storage_get",
            "bpf_inode_storage_get",
            "bpf_cgrp_storage_get");

    /** They give 0 where nothing is found. */
    private static final Set<String> FINDING = Set.of(
            "bpf_map_lookup_elem",
            "bpf_map_lookup_percpu_elem",
            "bpf_sk_lookup_tcp",
            "bpf_sk_lookup_udp",
            "bpf_skc_lookup_tcp",
            "bpf_task_from_pid",
            "bpf_cgroup_from_id");

    private static final Map<String, List<Errno>> ERRORS = Map.ofEntries(
            Map.entry("bpf_map_update_elem", List.of(Errno.E2BIG, Errno.ENOMEM)),
            Map.entry("bpf_map_push_elem", List.of(Errno.E2BIG)),
            Map.entry("bpf_map_pop_elem", List.of(Errno.ENOENT)),
            Map.entry("bpf_map_peek_elem", List.of(Errno.ENOENT)),
            Map.entry("bpf_map_delete_elem", List.of(Errno.ENOENT)),
            Map.entry("bpf_ringbuf_output", List.of(Errno.EAGAIN)),
            Map.entry("bpf_perf_event_output", List.of(Errno.ENOSPC, Errno.ENOENT)),
            Map.entry("bpf_get_stackid", List.of(Errno.EFAULT, Errno.EEXIST)),
            Map.entry("bpf_get_stack", List.of(Errno.EFAULT)),
            Map.entry("bpf_skb_load_bytes", List.of(Errno.EFAULT)),
            Map.entry("bpf_skb_load_bytes_relative", List.of(Errno.EFAULT)),
            Map.entry("bpf_skb_store_bytes", List.of(Errno.EFAULT)),
            Map.entry("bpf_skb_pull_data", List.of(Errno.ENOMEM)),
            Map.entry("bpf_skb_change_head", List.of(Errno.ENOMEM)),
            Map.entry("bpf_skb_change_tail", List.of(Errno.ENOMEM)),
            Map.entry("bpf_skb_change_proto", List.of(Errno.ENOMEM)),
            Map.entry("bpf_skb_adjust_room", List.of(Errno.ENOMEM)),
            Map.entry("bpf_skb_vlan_push", List.of(Errno.ENOMEM)),
            Map.entry("bpf_skb_vlan_pop", List.of(Errno.ENOMEM)),
            Map.entry("bpf_l3_csum_replace", List.of(Errno.EFAULT)),
            Map.entry("bpf_l4_csum_replace", List.of(Errno.EFAULT)),
            Map.entry("bpf_clone_redirect", List.of(Errno.ENOMEM)),
            Map.entry("bpf_fib_lookup", List.of(Errno.EINVAL)),
            Map.entry("bpf_xdp_adjust_head", List.of(Errno.EINVAL)),
            Map.entry("bpf_xdp_adjust_tail", List.of(Errno.EINVAL)),
            Map.entry("bpf_xdp_adjust_meta", List.of(Errno.EINVAL)),
            Map.entry("bpf_xdp_load_bytes", List.of(Errno.EINVAL)),
            Map.entry("bpf_xdp_store_bytes", List.of(Errno.EINVAL)),
            Map.entry("bpf_timer_start", List.of(Errno.EINVAL)));

    private Fallible() {}

    static boolean allocates(String function) {
        return ALLOCATING.contains(function);
    }

    /** Whether it reads memory that may not be there: the destination becomes zero then. */
    static boolean reads(String function) {
        return function.startsWith("bpf_probe_read") || function.startsWith("bpf_copy_from_user");
    }

    /** What r0 may be when it fails; none for functions that do not, or whose failure is the program's own mistake. */
    static List<Long> failures(String function) {
        if (ALLOCATING.contains(function) || FINDING.contains(function)) {
            return List.of(0L);
        }
        if (reads(function)) {
            return List.of((long) Errno.EFAULT.result());
        }
        return ERRORS.getOrDefault(function, List.of()).stream()
                .map(errno -> (long) errno.result())
                .toList();
    }
}
