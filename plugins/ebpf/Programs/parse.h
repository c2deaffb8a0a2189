// One part of a frame: from a link or IP header to where the next part begins. Whatever is unusual is not decided here but goes up.
#pragma once
#include "flow.h"

enum { BEGINS_ETHERNET, BEGINS_IP };
enum { PARSED, SHORT, UNKNOWN };   // SHORT: the header lies behind the linear data
enum { TUNNEL_NONE, TUNNEL_GRE, TUNNEL_VXLAN, TUNNEL_GENEVE };
enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_ACK = 16 };

#define P_IP 0x0800
#define P_IPV6 0x86dd
#define P_8021Q 0x8100
#define P_8021AD 0x88a8
#define P_TEB 0x6558
#define P_QINQ 0x9100

struct part {
	struct flow_ends ends;
	struct flow_key key;
	__u32 offset;           // where it begins
	__u32 next;             // where the next one does
	__u8 begins, tunnel;    // this part's, or the header before it
	__u8 next_begins, next_tunnel; // the tunnel header at its end; none: it was the last
	__u32 next_id;
	__u16 network, transport; // where its IP and transport headers begin
	__u8 bare;              // TCP without payload or SYN
	__u8 opens;             // a SYN that asks
	__u8 way;               // 1: the packet goes from end 1 to end 0
	__u8 flags, ttl;
	__u8 icmp;
	__u8 asks;              // 1 an echo request, 2 its answer
};

struct vlan { __be16 tci, protocol; };
struct ethernet { __u8 to[6], from[6]; __be16 protocol; } __attribute__((packed));
struct ipv4 { __u8 version, tos; __be16 length, id, fragment; __u8 ttl, protocol; __be16 checksum; __be32 from, to; };
struct ipv6 { __be32 flow; __be16 length; __u8 next, ttl; __u8 from[16], to[16]; };
struct fragment { __u8 next, reserved; __be16 offset; __be32 id; };
struct extension { __u8 next, length, rest[6]; };
struct icmp { __u8 type, code; __be16 checksum, id, sequence; };
struct ports { __be16 from, to; };
struct udp { struct ports ports; __be16 length, checksum; };
struct tcp { struct ports ports; __be32 sequence, acknowledged; __u8 offset, flags; __be16 window, checksum, urgent; };

// A header at an offset of the packet, or out of the function. One that an entry's snap would not hold is not taken: a tag may be put before it.
#define HEADER(type, name, at)                                              \
	if ((at) > SNAP - sizeof(struct vlan) - sizeof(type))                   \
		return UNKNOWN;                                                     \
	const type *name = data + (at);                                         \
	if (unlikely((void *)(name + 1) > end))                                 \
		return (at) + sizeof(type) <= skb->len ? SHORT : UNKNOWN;

static __always_inline int parse_tunnel(struct __sk_buff *skb, struct part *p, __u32 at, __be16 port)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	if (port == bpf_htons(4789) || port == bpf_htons(8472)) {
		HEADER(__u64, vxlan, at)
		if (!(*(const __u8 *)vxlan & 0x08))
			return UNKNOWN;
		p->next = at + 8;
		p->next_begins = BEGINS_ETHERNET;
		p->next_tunnel = TUNNEL_VXLAN;
		p->next_id = bpf_ntohl(((const __u32 *)vxlan)[1]) >> 8;
		return PARSED;
	}
	if (port == bpf_htons(6081)) {
		HEADER(__u64, geneve, at)
		const __u8 *bytes = (const void *)geneve;
		__u16 protocol = bytes[2] << 8 | bytes[3];
		if (bytes[0] >> 6 || (protocol != P_TEB && protocol != P_IP && protocol != P_IPV6))
			return UNKNOWN;
		p->next = at + 8 + (bytes[0] & 0x3f) * 4;
		p->next_begins = protocol == P_TEB ? BEGINS_ETHERNET : BEGINS_IP;
		p->next_tunnel = TUNNEL_GENEVE;
		p->next_id = bpf_ntohl(((const __u32 *)geneve)[1]) >> 8;
		return PARSED;
	}
	// VXLAN with a protocol, MPLS.
	return port == bpf_htons(4790) || port == bpf_htons(6635) || port == bpf_htons(51234) ? UNKNOWN : PARSED;
}

static __always_inline int parse_gre(struct __sk_buff *skb, struct part *p, __u32 at)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	HEADER(__u32, gre, at)
	const __u8 *bytes = (const void *)gre;
	__u8 flags = bytes[0];
	__u16 protocol = bytes[2] << 8 | bytes[3];
	// Version 1 and routing are others' business, as are MPLS and ERSPAN.
	if ((bytes[1] & 7) || (flags & 0x4f) || (protocol != P_TEB && protocol != P_IP && protocol != P_IPV6))
		return UNKNOWN;
	at += 4 + (flags & 0x80 ? 4 : 0);
	if (flags & 0x20) {
		HEADER(__u32, key, at)
		p->next_id = bpf_ntohl(*key);
		at += 4;
	}
	p->next = at + (flags & 0x10 ? 4 : 0);
	p->next_begins = protocol == P_TEB ? BEGINS_ETHERNET : BEGINS_IP;
	p->next_tunnel = TUNNEL_GRE;
	return PARSED;
}

static __always_inline int parse_transport(struct __sk_buff *skb, struct part *p, __u32 at, __u8 protocol, __u32 limit)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct flow_ends *ends = &p->ends;
	ends->protocol = protocol;
	p->transport = at;
	if (protocol == 6 || protocol == 17 || protocol == 132) {
		if (protocol == 6) {
			HEADER(struct tcp, tcp, at)
			p->flags = tcp->flags;
			p->opens = (tcp->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
			p->bare = !(tcp->flags & TCP_SYN) && at + (tcp->offset >> 4) * 4 >= limit;
		}
		HEADER(struct udp, udp, at)
		ends->port[0] = udp->ports.from;
		ends->port[1] = udp->ports.to;
		if (protocol != 17)
			return PARSED;
		if (udp->length && bpf_ntohs(udp->length) < sizeof(struct udp))
			return UNKNOWN;
		return parse_tunnel(skb, p, at + sizeof(struct udp), udp->ports.to);
	}
	if (protocol == 1 || protocol == 58) {
		HEADER(struct icmp, icmp, at)
		p->icmp = 1;
		ends->port[0] = icmp->type;
		ends->port[1] = icmp->code;
		ends->id ^= (__u32)icmp->id << 16;
		__u8 ask = protocol == 1 ? 8 : 128, answer = protocol == 1 ? 0 : 129;
		if (icmp->type == ask || icmp->type == answer) {
			p->asks = icmp->type == ask ? 1 : 2;
			ends->port[0] = ask;
		}
		return PARSED;
	}
	if (protocol == 47)
		return parse_gre(skb, p, at);
	switch (protocol) {
	// Others without ports. Not: headers behind which ports may be, and encapsulations.
	case 0: case 4: case 41: case 43: case 44: case 51: case 60: case 94: case 97: case 135: case 136: case 137: case 139: case 140:
		return UNKNOWN;
	default:
		return PARSED;
	}
}

static __always_inline int parse_ip4(struct __sk_buff *skb, struct part *p, __u32 at)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct flow_ends *ends = &p->ends;
	HEADER(struct ipv4, ip, at)
	__u32 length = (ip->version & 15) * 4;
	if (ip->version >> 4 != 4 || length < 20 || (ip->length && bpf_ntohs(ip->length) < length))
		return UNKNOWN;
	*(__be32 *)ends->address[0] = ip->from;
	*(__be32 *)ends->address[1] = ip->to;
	ends->version = 4;
	p->network = at;
	p->ttl = ip->ttl;
	if (unlikely(ip->fragment & bpf_htons(0x3fff))) {
		ends->fragment = 1;
		ends->protocol = ip->protocol;
		return PARSED;
	}
	return parse_transport(skb, p, at + length, ip->protocol, at + (bpf_ntohs(ip->length) ?: 0xffff));
}

static __always_inline int parse_ip6(struct __sk_buff *skb, struct part *p, __u32 at)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct flow_ends *ends = &p->ends;
	HEADER(struct ipv6, ip, at)
	if (*(const __u8 *)ip >> 4 != 6)
		return UNKNOWN;
	__builtin_memcpy(ends->address, ip->from, 32);
	ends->version = 6;
	p->network = at;
	p->ttl = ip->ttl;
	__u8 next = ip->next;
	at += sizeof(struct ipv6);
	__u32 limit = at + (bpf_ntohs(ip->length) ?: 0xffff);
	for (int i = 0; i < 6; i++) {
		if (next == 44) {
			HEADER(struct fragment, fragment, at)
			// Offset and more-fragments bit: without both it is a whole datagram.
			if (!(fragment->offset & bpf_htons(0xfff9)))
				return UNKNOWN;
			ends->fragment = 1;
			return PARSED;
		}
		if (next != 0 && next != 43 && next != 60)
			return parse_transport(skb, p, at, next, limit);
		HEADER(struct extension, extension, at)
		next = extension->next;
		at += 8 + extension->length * 8;
	}
	return UNKNOWN;
}

static __always_inline int parse_headers(struct __sk_buff *skb, struct part *p)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	__u32 at = p->offset;
	p->ends.kind = p->begins | p->tunnel << 4;
	if (p->begins == BEGINS_IP) {
		HEADER(__u8, version, at)
		return *version >> 4 == 4 ? parse_ip4(skb, p, at) : parse_ip6(skb, p, at);
	}
	HEADER(struct ethernet, link, at)
	__u16 protocol = bpf_ntohs(link->protocol);
	__builtin_memcpy(p->ends.link[0], link->from, 6);
	__builtin_memcpy(p->ends.link[1], link->to, 6);
	at += sizeof(struct ethernet);
	for (int i = 0; i < 4 && (protocol == P_8021Q || protocol == P_8021AD || protocol == P_QINQ); i++) {
		HEADER(struct vlan, tag, at)
		protocol = bpf_ntohs(tag->protocol);
		at += sizeof(struct vlan);
	}
	return protocol == P_IP ? parse_ip4(skb, p, at) : protocol == P_IPV6 ? parse_ip6(skb, p, at) : UNKNOWN;
}

#define SWAP(type, a, b) { type swapped = a; a = b; b = swapped; }

// Puts the ends in order: by link, else by network, else by port, all layers together.
static __always_inline void order(struct part *p)
{
	struct flow_ends *ends = &p->ends;
	__u64 *addresses = (void *)ends->address;
	const __be32 *x = (const void *)ends->link[0];
	const __be16 *y = (const void *)ends->link[1];
	__u64 from = (__u64)x[0] << 16 | *(const __be16 *)&ends->link[0][4];
	__u64 to = ((__u64)y[0] | (__u64)y[1] << 16) << 16 | y[2];
	if (from == to) {
		from = addresses[0];
		to = addresses[2];
		if (from == to) {
			from = addresses[1];
			to = addresses[3];
		}
		if (from == to && !p->icmp) {
			from = ends->port[0];
			to = ends->port[1];
		}
	}
	p->way = from > to;
	if (p->way) {
		SWAP(__u64, addresses[0], addresses[2])
		SWAP(__u64, addresses[1], addresses[3])
		for (int i = 0; i < 3; i++)
			SWAP(__u16, ((__u16 *)ends->link[0])[i], ((__u16 *)ends->link[1])[i])
		if (!p->icmp)
			SWAP(__be16, ends->port[0], ends->port[1])
	}
	// Whether both ways of a message or of a tunnel with its random source port are one flow is not for here to say.
	if (p->icmp && !p->asks)
		ends->port[1] |= p->way << 15;
	if (p->next_tunnel != TUNNEL_NONE) {
		ends->port[0] = 0;
		ends->port[1] = p->way;
		ends->id ^= p->next_id * 31;
	}
}

// One part in a frame. A function of its own, so that the verifier looks at it once.
__noinline int parse_part(struct __sk_buff *skb, struct part *p)
{
	if (!p)
		return UNKNOWN;
	int status = parse_headers(skb, p);
	if (status == PARSED)
		order(p);
	return status;
}
