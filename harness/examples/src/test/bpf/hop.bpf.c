/* SPDX-License-Identifier: Apache-2.0 */
/* What a router does with a packet: one hop less to live, the checksum brought up to date, dropped at the end. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <stddef.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

SEC("tc")
int tc_hop(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct iphdr *ip = data + sizeof(struct ethhdr);
	__be16 before, after;
	__u8 ttl;

	if ((void *)(ip + 1) > end || skb->protocol != bpf_htons(ETH_P_IP))
		return TC_ACT_OK;
	if (ip->ttl <= 1)
		return TC_ACT_SHOT;

	ttl = ip->ttl - 1;
	before = bpf_htons(ip->ttl << 8 | ip->protocol);
	after = bpf_htons(ttl << 8 | ip->protocol);
	bpf_l3_csum_replace(skb, sizeof(struct ethhdr) + offsetof(struct iphdr, check), before, after, sizeof(before));
	bpf_skb_store_bytes(skb, sizeof(struct ethhdr) + offsetof(struct iphdr, ttl), &ttl, sizeof(ttl), 0);
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
