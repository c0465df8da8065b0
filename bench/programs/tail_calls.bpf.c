/* SPDX-License-Identifier: Apache-2.0 */
/* A chain of eight tail calls; each link adds to a number in the frame's last bytes. */
#include "bench.h"

enum { LINKS = 8 };

int bench(struct xdp_md *ctx);
int link_0(struct xdp_md *ctx);
int link_1(struct xdp_md *ctx);
int link_2(struct xdp_md *ctx);
int link_3(struct xdp_md *ctx);
int link_4(struct xdp_md *ctx);
int link_5(struct xdp_md *ctx);
int link_6(struct xdp_md *ctx);
int link_7(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, LINKS);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} chain SEC(".maps") = {
	.values = {
		[0] = (void *)&link_0, [1] = (void *)&link_1, [2] = (void *)&link_2, [3] = (void *)&link_3,
		[4] = (void *)&link_4, [5] = (void *)&link_5, [6] = (void *)&link_6, [7] = (void *)&link_7,
	},
};

static __always_inline int advance(struct xdp_md *ctx, __u32 next, __u32 add)
{
	__u32 *first = DATA(ctx);

	if ((void *)(first + 1) > DATA_END(ctx))
		return 0;
	*first = next == 1 ? add : *first + add;
	if (next < LINKS)
		bpf_tail_call(ctx, &chain, next);
	return *first;
}

#define LINK(number)                                                \
	SEC("xdp") int link_##number(struct xdp_md *ctx)            \
	{                                                           \
		return advance(ctx, number + 1, 3 * (number) + 1);  \
	}

LINK(0)
LINK(1)
LINK(2)
LINK(3)
LINK(4)
LINK(5)
LINK(6)
LINK(7)

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &chain, 0);
	return 0;
}
