/* SPDX-License-Identifier: Apache-2.0 */
/* Tells user space about every program that is started: who, which file, when. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* The record of the tracepoint, as its format file lays it out. */
struct sched_process_exec {
	__u64 common;
	__u32 filename; /* where it begins, and above that how long it is */
	__s32 pid;
	__s32 old_pid;
};

struct exec {
	__u64 time_ns;
	__s32 pid;
	char filename[64];
};

const struct exec *unused __attribute__((unused));

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} execs SEC(".maps");

SEC("tracepoint/sched/sched_process_exec")
int on_exec(struct sched_process_exec *ctx)
{
	struct exec *exec = bpf_ringbuf_reserve(&execs, sizeof(*exec), 0);

	if (!exec)
		return 0;
	exec->time_ns = bpf_ktime_get_ns();
	exec->pid = ctx->pid;
	bpf_probe_read_kernel_str(exec->filename, sizeof(exec->filename), (void *)ctx + (ctx->filename & 0xffff));
	bpf_ringbuf_submit(exec, 0);
	return 0;
}

char _license[] SEC("license") = "GPL";
