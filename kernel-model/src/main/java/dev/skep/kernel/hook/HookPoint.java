package dev.skep.kernel.hook;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import org.jspecify.annotations.Nullable;

/**
 * A place at which programs attach.
 *
 * @param target what there is of this kind: {@code sched/sched_switch} of a tracepoint, {@code do_unlinkat} of a probe,
 *     {@code task} of an iterator; empty where there is one only
 */
public record HookPoint(HookKind kind, String target) {
    /** How system calls are called in the kernel on x86-64. */
    private static final String SYSCALL_PREFIX = "__x64_sys_";

    /** {@code tracepoint/sched/sched_switch}. */
    @Override
    public String toString() {
        return target.isEmpty() ? kind.label() : kind.label() + "/" + target;
    }

    /** Whether the target stands for many: {@code vfs_*}. */
    boolean isPattern() {
        return target.indexOf('*') >= 0 || target.indexOf('?') >= 0;
    }

    /** Whether this pattern stands for a target, by libbpf's rules: * for any characters, ? for one. */
    boolean matches(String other) {
        return matches(0, other, 0);
    }

    private boolean matches(int at, String other, int otherAt) {
        if (at == target.length()) {
            return otherAt == other.length();
        }
        return switch (target.charAt(at)) {
            case '*' -> {
                boolean found = false;
                for (int end = otherAt; end <= other.length() && !found; end++) {
                    found = matches(at + 1, other, end);
                }
                yield found;
            }
            case '?' -> otherAt < other.length() && matches(at + 1, other, otherAt + 1);
            default ->
                otherAt < other.length()
                        && other.charAt(otherAt) == target.charAt(at)
                        && matches(at + 1, other, otherAt + 1);
        };
    }

    /** The tracepoint of a system and a name. */
    public static HookPoint tracepoint(String system, String name) {
        return new HookPoint(HookKind.TRACEPOINT, system + "/" + name);
    }

    /**
     * Where a program attaches by what its section says; null if it says nothing, or the program is for packets of
     * devices or for files.
     */
    public static @Nullable HookPoint of(ProgramImage image) {
        String target = image.attachTarget();
        return switch (image.type()) {
            case TRACEPOINT -> point(HookKind.TRACEPOINT, target);
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> point(HookKind.RAW_TRACEPOINT, target);
            case KPROBE -> probe(image);
            case TRACING -> tracing(image.attachType(), target);
            case LSM -> point(HookKind.LSM, target);
            case PERF_EVENT -> new HookPoint(HookKind.PERF_EVENT, "");
            case STRUCT_OPS -> point(HookKind.STRUCT_OPS, target);
            case SOCK_OPS -> new HookPoint(HookKind.SOCK_OPS, "");
            case CGROUP_SOCK, CGROUP_SOCK_ADDR, CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT ->
                controlGroup(image.section());
            case CGROUP_SKB -> new HookPoint(HookKind.CGROUP_SKB, behindSlash(image.section()));
            case SK_MSG -> new HookPoint(HookKind.SK_MSG, "");
            case SK_SKB -> new HookPoint(HookKind.SK_SKB, behindSlash(image.section()));
            case SYSCALL -> new HookPoint(HookKind.SYSCALL, "");
            default -> null;
        };
    }

    private static @Nullable HookPoint point(HookKind kind, String target) {
        return target.isEmpty() ? null : new HookPoint(kind, target);
    }

    /** {@code ingress} of {@code cgroup_skb/ingress}; empty where a section does not say. */
    private static String behindSlash(String section) {
        return section.substring(section.indexOf('/') + 1);
    }

    private static @Nullable HookPoint controlGroup(String section) {
        String prefix = HookKind.CONTROL_GROUP.label() + "/";
        return section.startsWith(prefix) ? point(HookKind.CONTROL_GROUP, section.substring(prefix.length())) : null;
    }

    private static @Nullable HookPoint tracing(AttachType attachType, String target) {
        return switch (attachType) {
            case TRACE_RAW_TP -> point(HookKind.RAW_TRACEPOINT, target);
            case TRACE_FENTRY -> point(HookKind.FENTRY, target);
            case TRACE_FEXIT -> point(HookKind.FEXIT, target);
            case MODIFY_RETURN -> point(HookKind.FMOD_RET, target);
            case TRACE_ITER -> point(HookKind.ITERATOR, target);
            default -> null;
        };
    }

    private static @Nullable HookPoint probe(ProgramImage image) {
        String section = image.section();
        int slash = section.indexOf('/');
        String target = slash < 0 ? "" : section.substring(slash + 1);
        String prefix = slash < 0 ? section : section.substring(0, slash);
        // uprobe.multi.s and the like: the program may sleep.
        prefix = prefix.endsWith(".s") ? prefix.substring(0, prefix.length() - 2) : prefix;
        return switch (prefix) {
            case "kprobe", "kprobe.multi" -> point(HookKind.KPROBE, target);
            case "kretprobe", "kretprobe.multi" -> point(HookKind.KRETPROBE, target);
            case "kprobe.session" -> point(HookKind.KPROBE_SESSION, target);
            case "ksyscall" -> point(HookKind.KPROBE, target.isEmpty() ? "" : SYSCALL_PREFIX + target);
            case "kretsyscall" -> point(HookKind.KRETPROBE, target.isEmpty() ? "" : SYSCALL_PREFIX + target);
            case "uprobe", "uprobe.multi" -> point(HookKind.UPROBE, target);
            case "uretprobe", "uretprobe.multi" -> point(HookKind.URETPROBE, target);
            case "uprobe.session" -> point(HookKind.UPROBE_SESSION, target);
            case "usdt" -> point(HookKind.USDT, target);
            default -> null;
        };
    }
}
