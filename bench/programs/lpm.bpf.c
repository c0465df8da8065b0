/* SPDX-License-Identifier: Apache-2.0 */
/* 8 look-ups in a trie of 256 prefixes, which the program itself fills when it runs for the first time. */
#include "bench.h"

struct prefix {
	__u32 bits;
	__u32 address;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 512);
	__type(key, struct prefix);
	__type(value, __u32);
} routes SEC(".maps");

__u32 filled;

static __noinline int fill(void)
{
	for (__u32 i = 0; i < 256; i++) {
		struct prefix prefix = {8 + i % 3 * 8, bpf_htonl(i << 24 | i << 16 | i << 8)};
		__u32 value = i;

		if (bpf_map_update_elem(&routes, &prefix, &value, BPF_ANY))
			return 1;
	}
	return 0;
}

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u32 *seed = DATA(ctx), number, sum = 1;

	if ((void *)(seed + 1) > DATA_END(ctx))
		return 0;
	if (!filled) {
		if (fill())
			return 0;
		filled = 1;
	}
	number = *seed;
	for (int i = 0; i < 8; i++) {
		__u32 net = number >> 24;
		struct prefix prefix = {32, bpf_htonl(net << 24 | net << 16 | net << 8 | i)};
		__u32 *route = bpf_map_lookup_elem(&routes, &prefix);

		if (route)
			sum += *route;
		number = number * 1664525 + 1013904223;
	}
	return sum;
}
