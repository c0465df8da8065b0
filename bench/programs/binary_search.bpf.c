/* SPDX-License-Identifier: Apache-2.0 */
/* 8 searches in a sorted table of 1,024 numbers in .rodata: loads whose addresses depend on loads. */
#include "bench.h"

enum { ENTRIES = 1024, SEARCHES = 8 };

#define N1(i) ((i) * 37 + 11)
#define N4(i) N1(i), N1((i) + 1), N1((i) + 2), N1((i) + 3)
#define N16(i) N4(i), N4((i) + 4), N4((i) + 8), N4((i) + 12)
#define N64(i) N16(i), N16((i) + 16), N16((i) + 32), N16((i) + 48)
#define N256(i) N64(i), N64((i) + 64), N64((i) + 128), N64((i) + 192)

static const volatile __u32 table[ENTRIES] = {N256(0), N256(256), N256(512), N256(768)};

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u32 *seed = DATA(ctx), wanted, sum = 0;

	if ((void *)(seed + 1) > DATA_END(ctx))
		return 0;
	wanted = *seed;
	for (int search = 0; search < SEARCHES; search++) {
		__u32 low = 0;

		wanted = wanted * 1664525 + 1013904223;
		for (__u32 step = ENTRIES / 2; step; step >>= 1) {
			/* without a branch: the verifier would go both ways, 1,024 in all */
			__u64 more = table[(low + step) & (ENTRIES - 1)];

			more = (more - (wanted & 0x7fff) - 1) >> 63;
			asm volatile("" : "+r"(more));
			low += step & -more;
		}
		sum += low;
	}
	return sum;
}
