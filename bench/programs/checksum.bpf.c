/* SPDX-License-Identifier: Apache-2.0 */
/* The Internet checksum (RFC 1071) of all that follows the Ethernet header: 1,500 bytes, two at a time. */
#include "bench.h"

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	__u16 *word = DATA(ctx) + ETHERNET_BYTES;
	__u32 sum = 0;

	if (DATA(ctx) + FRAME_BYTES > DATA_END(ctx))
		return 0;
	for (int i = 0; i < (FRAME_BYTES - ETHERNET_BYTES) / 2; i++)
		sum += word[i];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__u16)~sum;
}
