/* SPDX-License-Identifier: Apache-2.0 */
/* 16 keys counted in a hash map: found and changed, or put in when they are new. */
#include "bench.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, __u64);
} counts SEC(".maps");

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u32 *seed = DATA(ctx), found = 0, number;

	if ((void *)(seed + 1) > DATA_END(ctx))
		return 0;
	number = *seed;
	for (int i = 0; i < 16; i++) {
		__u64 key, one = 1, *count;

		number = number * 1664525 + 1013904223;
		key = number >> 26;
		count = bpf_map_lookup_elem(&counts, &key);
		if (count) {
			*count += 1;
			found++;
		} else {
			bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
		}
	}
	return found + 1;
}
