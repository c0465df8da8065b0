/* SPDX-License-Identifier: Apache-2.0 */
/* 64 calls into a chain of six functions that the compiler may not inline. */
#include "bench.h"

static __noinline __u32 f6(__u32 x) { return x * 7 + 6; }
static __noinline __u32 f5(__u32 x) { return f6(x ^ 5) + 5; }
static __noinline __u32 f4(__u32 x) { return f5(x + 4) * 5; }
static __noinline __u32 f3(__u32 x) { return f4(x ^ 3) + 3; }
static __noinline __u32 f2(__u32 x) { return f3(x + 2) * 3; }
static __noinline __u32 f1(__u32 x) { return f2(x ^ 1) + 1; }

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u32 *seed = DATA(ctx), number;

	if ((void *)(seed + 1) > DATA_END(ctx))
		return 0;
	number = *seed;
	for (int i = 0; i < 64; i++)
		number = f1(number);
	return number;
}
