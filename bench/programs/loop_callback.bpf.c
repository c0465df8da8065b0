/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_loop: 256 calls of a callback that changes its context. */
#include "bench.h"

static long mix(__u32 index, void *context)
{
	__u64 *hash = context;

	*hash = (*hash ^ index) * 0x100000001b3ULL;
	return 0;
}

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u32 *seed = DATA(ctx);
	__u64 hash;

	if ((void *)(seed + 1) > DATA_END(ctx))
		return 0;
	hash = 0xcbf29ce484222325ULL ^ *seed;
	bpf_loop(256, mix, &hash, 0);
	return hash ^ hash >> 32;
}
