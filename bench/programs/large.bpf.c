/* SPDX-License-Identifier: Apache-2.0 */
/* About 5,000 instructions in a row, with a branch every 17: what unrolled and inlined code looks like. */
#include "bench.h"

#define KEEP_ORDER() asm volatile("" : "+r"(a), "+r"(b), "+r"(c))

#define ROUND(constant)                \
	do {                           \
		a += b;                \
		b = ROTATE(b, 13) ^ a; \
		c += a ^ (constant);   \
		a = ROTATE(a, 32);     \
		if (c & 1)             \
			b += c;        \
		KEEP_ORDER();          \
	} while (0)
#define R4(n) ROUND((n) + 1); ROUND((n) + 2); ROUND((n) + 3); ROUND((n) + 4)
#define R16(n) R4(n); R4((n) + 4); R4((n) + 8); R4((n) + 12)
#define R64(n) R16(n); R16((n) + 16); R16((n) + 32); R16((n) + 48)

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u64 *word = DATA(ctx), a, b, c;

	if ((void *)(word + 3) > DATA_END(ctx))
		return 0;
	a = word[0];
	b = word[1];
	c = word[2];
	R64(0);
	R64(64);
	R64(128);
	R64(192);
	R16(256);
	a ^= b ^ c;
	return a ^ a >> 32;
}
