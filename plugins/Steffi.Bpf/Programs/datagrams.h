// Fragments of datagrams, as the sockets of a namespace send them and as they come in: counted by the ends that the first of a datagram's names. No socket
// is known of one that comes in, and no hook sees fragments alone: these two pass by whatever is none as soon as they can.
#pragma once

// Since a datagram's last fragment; the next one with its id is another's.
#define PATIENCE (30ull * 1000 * 1000 * 1000)
#define MAY_HOLD_FRAGMENT(protocol) ((protocol) == 0 || (protocol) == 43 || (protocol) == 44 || (protocol) == 60)

enum { SENT, RECEIVED };

struct fragments { __u64 ways[2]; }; // SENT, RECEIVED

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct tuple);
	__type(value, struct fragments);
} steffi_fragments SEC(".maps");

struct datagram_name {
	struct tuple tuple;     // without ports
	__u32 id, way;
};

struct datagram {
	__u64 since;
	__u32 waiting;          // fragments that came before the first
	__u32 last;             // the offset of the last one, and 1
	__be16 from_port, to_port;
	__u32 named;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct datagram_name);
	__type(value, struct datagram);
} steffi_pieces SEC(".maps");

// What a fragment's headers say: its id, its offset and where what it carries begins. 0: it is none.
static __always_inline int read_fragment4(struct datagram_name *name, const void **ip, __u32 *offset)
{
	KERNEL_HEADER(iphdr, header, *ip)
	__be16 fragment = header->frag_off;
	read_ip4(&name->tuple, header);
	name->id = header->id;
	*offset = bpf_ntohs(fragment & bpf_htons(0x1fff)) * 8;
	*ip += (header->version & 15) * 4;
	return fragment & bpf_htons(0x3fff);
}

static __always_inline int read_fragment6(struct datagram_name *name, const void **ip, __u32 *offset)
{
	struct tuple *tuple = &name->tuple;
	KERNEL_HEADER(ipv6hdr, header, *ip)
	read_ip6(tuple, header);
	*ip += 40;
	for (int i = 0; i < 4; i++) {
		struct { __u8 next, length; __be16 offset; __be32 id; } extension;
		if (!MAY_HOLD_FRAGMENT(tuple->protocol) || bpf_probe_read_kernel(&extension, sizeof(extension), *ip))
			return 0;
		__u8 protocol = tuple->protocol;
		tuple->protocol = extension.next;
		*ip += protocol == 44 ? 8 : 8 + extension.length * 8;
		if (protocol == 44) {
			name->id = extension.id;
			*offset = bpf_ntohs(extension.offset) & 0xfff8;
			return extension.offset & bpf_htons(0xfff9);
		}
	}
	return 0;
}

static __always_inline int count_fragment(const struct sk_buff *skb, const void *ip, __u32 netns, __u32 way)
{
	static const struct datagram none = {};
	static const struct fragments nothing = {};
	struct datagram_name name = { .way = way };
	struct tuple *tuple = &name.tuple;
	__u32 offset = 0;
	if (!(skb->protocol == bpf_htons(P_IP) ? read_fragment4(&name, &ip, &offset) : read_fragment6(&name, &ip, &offset)) || !is_followed(tuple))
		return 0;
	tuple->netns = netns;
	__u64 now = bpf_ktime_get_ns();
	struct datagram *datagram = bpf_map_lookup_elem(&steffi_pieces, &name);
	if (!datagram || now - datagram->since > PATIENCE) {
		bpf_map_update_elem(&steffi_pieces, &name, (void *)&none, BPF_ANY);
		datagram = bpf_map_lookup_elem(&steffi_pieces, &name);
		if (!datagram)
			return 0;
	}
	datagram->since = now;
	// The same one on its way through the next device: a bridge and its port.
	if (datagram->last == offset + 1)
		return 0;
	datagram->last = offset + 1;
	if (!offset) {
		read_ports(tuple, ip);
		datagram->from_port = tuple->from_port;
		datagram->to_port = tuple->to_port;
		datagram->named = 1;
	} else if (datagram->named) {
		tuple->from_port = datagram->from_port;
		tuple->to_port = datagram->to_port;
	} else {
		__sync_fetch_and_add(&datagram->waiting, 1);
		return 0;
	}
	__u32 count = 1 + datagram->waiting;
	datagram->waiting = 0;
	struct fragments *fragments = bpf_map_lookup_elem(&steffi_fragments, tuple);
	if (!fragments) {
		bpf_map_update_elem(&steffi_fragments, tuple, (void *)&nothing, BPF_NOEXIST);
		fragments = bpf_map_lookup_elem(&steffi_fragments, tuple);
	}
	if (fragments)
		__sync_fetch_and_add(&fragments->ways[way & 1], count);
	return 0;
}

// Whether this may be a fragment: what is decided of each packet of the machine.
static __always_inline int may_be_fragment(const struct sk_buff *skb, const void *ip)
{
	if (skb->protocol == bpf_htons(P_IP)) {
		KERNEL_HEADER(iphdr, header, ip)
		return header->version >> 4 == 4 && header->frag_off & bpf_htons(0x3fff);
	}
	if (skb->protocol != bpf_htons(P_IPV6))
		return 0;
	KERNEL_HEADER(ipv6hdr, header, ip)
	return header->version >> 4 == 6 && MAY_HOLD_FRAGMENT(header->nexthdr);
}

// Not what is passed on: that is no socket's.
SEC("tp_btf/net_dev_queue")
int steffi_sent(__u64 *context)
{
	const struct sk_buff *skb = (const struct sk_buff *)context[0];
	const struct sock *sk = skb->sk;
	if (!sk || sk->sk_protocol == IPPROTO_TCP || (sk->__sk_common.skc_family != AF_INET && sk->__sk_common.skc_family != AF_INET6))
		return 0;
	const void *ip = skb->head + skb->network_header;
	return may_be_fragment(skb, ip) ? count_fragment(skb, ip, sk->__sk_common.skc_net.net->ns.inum, SENT) : 0;
}

SEC("tp_btf/netif_receive_skb")
int steffi_received(__u64 *context)
{
	const struct sk_buff *skb = (const struct sk_buff *)context[0];
	const void *ip = skb->data;
	return may_be_fragment(skb, ip) ? count_fragment(skb, ip, skb->dev->nd_net.net->ns.inum, RECEIVED) : 0;
}
