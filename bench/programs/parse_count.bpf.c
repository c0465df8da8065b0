/* SPDX-License-Identifier: Apache-2.0 */
/* What most programs do: find the protocol of a frame, and count its bytes by it in an array. */
#include "bench.h"

struct counter {
	__u64 frames, bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct counter);
} protocols SEC(".maps");

SEC("xdp")
int bench(struct xdp_md *ctx)
{
	void *end = DATA_END(ctx);
	struct ethhdr *eth = DATA(ctx);
	struct iphdr *ip = (void *)(eth + 1);
	struct counter *counter;
	struct tcphdr *tcp;
	__u32 protocol, port;

	if ((void *)(ip + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl < 5)
		return 0;
	tcp = (void *)ip + ip->ihl * 4;
	if ((void *)(tcp + 1) > end)
		return 0;
	protocol = ip->protocol;
	port = bpf_ntohs(tcp->dest);
	counter = bpf_map_lookup_elem(&protocols, &protocol);
	if (!counter)
		return 0;
	counter->frames++;
	counter->bytes += end - (void *)eth;
	return protocol << 16 | port;
}
