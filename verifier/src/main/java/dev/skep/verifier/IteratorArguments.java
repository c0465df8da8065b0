package dev.skep.verifier;

import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What iterators pass to their programs, where that is more than the kernel's types say; the kernel's {@code struct
 * bpf_ctx_arg_aux}. Structs were measured on Linux 6.18, buffers are as its sources have them.
 */
final class IteratorArguments {
    private static final RegisterType OR_NULL = RegisterType.of(RegisterKind.BTF_ID, RegisterType.MAYBE_NULL);
    private static final RegisterType TRUSTED_OR_NULL = OR_NULL.with(RegisterType.TRUSTED);
    private static final RegisterType BUFFER = RegisterType.of(RegisterKind.BUF, RegisterType.MAYBE_NULL);
    private static final RegisterType READ_ONLY_BUFFER = BUFFER.with(RegisterType.RDONLY);

    private static final Map<String, Map<String, RegisterType>> BY_TARGET = Map.ofEntries(
            Map.entry("bpf_link", Map.of("link", OR_NULL)),
            Map.entry("bpf_map", Map.of("map", TRUSTED_OR_NULL)),
            Map.entry("bpf_map_elem", Map.of("key", READ_ONLY_BUFFER, "value", BUFFER)),
            Map.entry("bpf_prog", Map.of("prog", OR_NULL)),
            Map.entry("bpf_sk_storage_map", Map.of("sk", OR_NULL, "value", BUFFER)),
            Map.entry("cgroup", Map.of("cgroup", TRUSTED_OR_NULL)),
            Map.entry("dmabuf", Map.of("dmabuf", OR_NULL)),
            Map.entry("ipv6_route", Map.of("rt", OR_NULL)),
            Map.entry("kmem_cache", Map.of("s", TRUSTED_OR_NULL)),
            Map.entry("ksym", Map.of("ksym", OR_NULL)),
            Map.entry("netlink", Map.of("sk", OR_NULL)),
            Map.entry("sockmap", Map.of("key", READ_ONLY_BUFFER, "sk", OR_NULL)),
            Map.entry("task", Map.of("task", TRUSTED_OR_NULL)),
            Map.entry("task_file", Map.of("task", OR_NULL, "file", OR_NULL)),
            Map.entry("task_vma", Map.of("task", OR_NULL, "vma", OR_NULL)),
            Map.entry("tcp", Map.of("sk_common", TRUSTED_OR_NULL)),
            Map.entry("udp", Map.of("udp_sk", TRUSTED_OR_NULL)),
            Map.entry("unix", Map.of("unix_sk", OR_NULL)));

    private IteratorArguments() {}

    /** Whether there is such an iterator. */
    static boolean isTarget(String target) {
        return BY_TARGET.containsKey(target);
    }

    /** The type of an argument, or null when it is as the kernel's types say. */
    static @Nullable RegisterType find(String target, String argument) {
        return BY_TARGET.getOrDefault(target, Map.of()).get(argument);
    }
}
