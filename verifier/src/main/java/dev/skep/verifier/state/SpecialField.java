package dev.skep.verifier.state;

import org.jspecify.annotations.Nullable;

/**
 * A member of a map value or of an allocated object that only the kernel may touch; {@code struct btf_field}.
 *
 * @param offset bytes from the start
 * @param target of a kptr: what it points to; of a list or tree: the type of its elements
 * @param nodeOffset of a list or tree: where in an element its node is
 */
public record SpecialField(
        Kind kind, int offset, int size, @Nullable StructType target, int nodeOffset) {
    /** What the member is. */
    public enum Kind {
        SPIN_LOCK("bpf_spin_lock"),
        RES_SPIN_LOCK("bpf_res_spin_lock"),
        TIMER("bpf_timer"),
        WORKQUEUE("bpf_wq"),
        KPTR_UNREF("kptr"),
        KPTR_REF("kptr"),
        KPTR_PERCPU("percpu_kptr"),
        UPTR("uptr"),
        LIST_HEAD("bpf_list_head"),
        LIST_NODE("bpf_list_node"),
        RB_ROOT("bpf_rb_root"),
        RB_NODE("bpf_rb_node"),
        REFCOUNT("bpf_refcount"),
        TASK_WORK("bpf_task_work");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        public boolean isKptr() {
            return this == KPTR_UNREF || this == KPTR_REF || this == KPTR_PERCPU;
        }
    }
}
