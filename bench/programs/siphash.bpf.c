/* SPDX-License-Identifier: Apache-2.0 */
/* SipHash-2-4 (Aumasson, Bernstein) of the first 64 bytes of the frame, under the key 00 01 .. 0f. */
#include "bench.h"

#define ROUND()                                                          \
	do {                                                             \
		v0 += v1; v1 = ROTATE(v1, 13) ^ v0; v0 = ROTATE(v0, 32); \
		v2 += v3; v3 = ROTATE(v3, 16) ^ v2;                      \
		v0 += v3; v3 = ROTATE(v3, 21) ^ v0;                      \
		v2 += v1; v1 = ROTATE(v1, 17) ^ v2; v2 = ROTATE(v2, 32); \
	} while (0)

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u64 *word = DATA(ctx);
	__u64 v0 = 0x736f6d6570736575ULL ^ 0x0706050403020100ULL;
	__u64 v1 = 0x646f72616e646f6dULL ^ 0x0f0e0d0c0b0a0908ULL;
	__u64 v2 = 0x6c7967656e657261ULL ^ 0x0706050403020100ULL;
	__u64 v3 = 0x7465646279746573ULL ^ 0x0f0e0d0c0b0a0908ULL;
	__u64 last = 64ULL << 56;

	if ((void *)(word + 8) > DATA_END(ctx))
		return 0;
#pragma unroll
	for (int i = 0; i < 8; i++) {
		v3 ^= word[i];
		ROUND();
		ROUND();
		v0 ^= word[i];
	}
	v3 ^= last;
	ROUND();
	ROUND();
	v0 ^= last;
	v2 ^= 0xff;
	ROUND();
	ROUND();
	ROUND();
	ROUND();
	v0 ^= v1 ^ v2 ^ v3;
	return v0 ^ v0 >> 32;
}
