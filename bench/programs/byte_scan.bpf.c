/* SPDX-License-Identifier: Apache-2.0 */
/* Goes over the text of an HTTP request byte by byte, and counts its lines and the colons in them. */
#include "bench.h"

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	const __u8 *byte = DATA(ctx) + IPV4_END + 20;
	void *end = DATA_END(ctx);
	__u32 lines = 0, colons = 0, spaces = 0;
	__u8 before = 0;

	for (int i = 0; i < FRAME_BYTES - IPV4_END - 20; i++) {
		__u8 now;

		if ((void *)(byte + 1) > end)
			break;
		now = *byte++;
		if (now == '\n' && before == '\r')
			lines++;
		else if (now == ':')
			colons++;
		else if (now == ' ')
			spaces++;
		before = now;
	}
	return lines << 20 | colons << 10 | spaces;
}
