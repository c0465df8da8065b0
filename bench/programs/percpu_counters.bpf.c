/* SPDX-License-Identifier: Apache-2.0 */
/* 16 counters of a per-CPU array, each by the length of the frame. */
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} bytes SEC(".maps");

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u64 length = DATA_END(ctx) - DATA(ctx), least = -1;

	for (__u32 i = 0; i < 16; i++) {
		__u32 key = i;
		__u64 *counter = bpf_map_lookup_elem(&bytes, &key);

		if (!counter)
			return 0;
		*counter += length + i;
		if (*counter < least)
			least = *counter;
	}
	return least % length == 0 ? 1 : 2;
}
