/* SPDX-License-Identifier: Apache-2.0 */
/* A counted loop of nothing but arithmetic: 1,000 rounds of a 64-bit mixer, seeded by the frame. */
#include "bench.h"

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u64 *seed = DATA(ctx), hash;

	if ((void *)(seed + 1) > DATA_END(ctx))
		return 0;
	hash = *seed;
	for (int i = 0; i < 1000; i++) {
		hash ^= hash >> 33;
		hash *= 0xff51afd7ed558ccdULL;
		hash += i;
	}
	return hash ^ hash >> 32;
}
