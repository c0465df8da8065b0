package dev.skep.kernel.hook;

/** The kinds of places at which programs attach. */
public enum HookKind {
    /** A tracepoint, whose programs see its record. */
    TRACEPOINT("tracepoint"),
    /** A tracepoint, whose programs see its arguments: {@code raw_tp} and {@code tp_btf}. */
    RAW_TRACEPOINT("raw_tracepoint"),
    /** An instruction of the kernel, mostly the first of a function. */
    KPROBE("kprobe"),
    /** The return of a function of the kernel. */
    KRETPROBE("kretprobe"),
    /** Call and return of a function of the kernel; the program at the call says whether that at the return runs. */
    KPROBE_SESSION("kprobe.session"),
    /** An instruction of a file that processes execute. */
    UPROBE("uprobe"),
    /** The return of a function of such a file. */
    URETPROBE("uretprobe"),
    /** Call and return of such a function. */
    UPROBE_SESSION("uprobe.session"),
    /** A marker that such a file declares. */
    USDT("usdt"),
    /** The call of a function of the kernel, whose programs see typed arguments. */
    FENTRY("fentry"),
    /** The return of such a function. */
    FEXIT("fexit"),
    /** The call of such a function, which the program may prevent. */
    FMOD_RET("fmod_ret"),
    /** A question of the kernel to its security modules. */
    LSM("lsm"),
    /** A counter that overflows, or a clock that ticks. */
    PERF_EVENT("perf_event"),
    /** A walk over objects of the kernel. */
    ITERATOR("iter"),
    /** A function of a struct that programs implement for the kernel. */
    STRUCT_OPS("struct_ops"),
    /** What a task of a control group does: with sockets, with devices. */
    CONTROL_GROUP("cgroup"),
    /** A packet that a socket of a control group sends or receives. */
    CGROUP_SKB("cgroup_skb"),
    /** Data that is sent through a socket in a map. */
    SK_MSG("sk_msg"),
    /** Data that a socket in a map has received. */
    SK_SKB("sk_skb"),
    /** A moment in the life of a TCP connection. */
    SOCK_OPS("sockops"),
    /** A program that user space runs itself. */
    SYSCALL("syscall");

    private final String label;

    HookKind(String label) {
        this.label = label;
    }

    /** How sections of programs that attach here begin. */
    public String label() {
        return label;
    }
}
