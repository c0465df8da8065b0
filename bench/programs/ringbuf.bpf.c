/* SPDX-License-Identifier: Apache-2.0 */
/* A record of 64 bytes for each frame, in a ring for 200,000 of them; what is full loses them. */
#include "bench.h"

struct record {
	__u64 length;
	__u8 head[48];
	__u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 24);
} events SEC(".maps");

__u64 frames;

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	void *data = DATA(ctx), *end = DATA_END(ctx);
	struct record *record;

	if (data + sizeof(record->head) > end)
		return 0;
	record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	if (!record)
		return 2;
	record->length = end - data;
	__builtin_memcpy(record->head, data, sizeof(record->head));
	record->number = frames++;
	bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);
	return 1;
}
