// One part of a frame: from a link or IP header to where the next part begins. Whatever is unusual is not decided here but goes up.
#pragma once
#include "flow.h"

enum { BEGINS_ETHERNET, BEGINS_IP };
enum { PARSED, SHORT, UNKNOWN, FRAGMENT };   // SHORT: the header lies behind the linear data
enum { TUNNEL_NONE, TUNNEL_GRE, TUNNEL_VXLAN, TUNNEL_GENEVE };
enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_ACK = 16 };
enum { SCTP_DATA = 0, SCTP_INIT = 1, SCTP_INIT_ACK = 2, SCTP_ABORT = 6, SCTP_SHUTDOWN = 7, SCTP_SHUTDOWN_ACK = 8, SCTP_SHUTDOWN_COMPLETE = 14 };

#define P_IP 0x0800
#define P_IPV6 0x86dd
#define P_8021Q 0x8100
#define P_8021AD 0x88a8
#define P_TEB 0x6558
#define P_QINQ 0x9100

struct part {
	struct flow_ends ends;
	__u64 key;
	__u32 offset;           // where it begins
	__u32 next;             // where the next one does; of a fragment, what follows the network header
	__u32 limit;            // where the length fields so far end the packet
	__u8 begins, tunnel;    // this part's, or the header before it
	__u8 next_begins, next_tunnel; // the tunnel header at its end; none: it was the last
	__u32 next_id;
	__u16 network, transport; // where its IP and transport headers begin
	__u8 bare;              // TCP without payload or SYN
	__u8 opens;             // a SYN that asks, or SCTP's INIT
	__u8 way;               // 1: the packet goes from end 1 to end 0
	__u8 flags, ttl;
	__u8 alone;             // an ICMP message without an answer, a tunnel
	__u8 asks;              // 1 an echo request, 2 its answer
	__u8 whole;             // a fragment stands for its datagram
	__u8 after;             // of a connection that came after another one between the same ports
};

struct vlan { __be16 tci, protocol; };
struct ethernet { __u32 to4; __u16 to2; __u32 from4; __u16 from2; __be16 protocol; } __attribute__((packed));
struct ipv4 { __u8 version, tos; __be16 length, id, fragment; __u8 ttl, protocol; __be16 checksum; __be32 from, to; };
struct ipv6 { __be32 flow; __be16 length; __u8 next, ttl; __u64 from[2], to[2]; };
struct fragment { __u8 next, reserved; __be16 offset; __be32 id; };
struct extension { __u8 next, length, rest[6]; };
struct icmp { __u8 type, code; __be16 checksum, id, sequence; };
struct ports { __be16 from, to; };
struct udp { struct ports ports; __be16 length, checksum; };
struct tcp { struct ports ports; __be32 sequence, acknowledged; __u8 offset, flags; __be16 window, checksum, urgent; };

// A header at an offset of the packet, or out of the function. Not taken is one that an entry's snap would not hold (a tag may be put before
// it), or that lies beyond what the length fields before it leave.
#define HEADER(type, name, at)                                              \
	if ((at) > SNAP - sizeof(struct vlan) - sizeof(type) || (at) + sizeof(type) > p->limit) \
		return UNKNOWN;                                                     \
	const type *name = data + (at);                                         \
	if (unlikely((void *)(name + 1) > end))                                 \
		return (at) + sizeof(type) <= skb->len ? SHORT : UNKNOWN;

static __always_inline void set_limit(struct part *p, __u32 limit)
{
	if (limit < p->limit)
		p->limit = limit;
}

// DHCP, whose name is known by bytes beyond what an entry keeps, and is rare; VXLAN with a protocol, MPLS, GRE, GTP, Teredo, AYIYA, L2TP, CAPWAP, TZSP: for the table above to look into.
static __always_inline int is_for_above(__u16 from, __u16 to)
{
	switch (to) {
	case 67: case 68: case 1701: case 2152: case 3544: case 4754: case 4790: case 5072: case 5246: case 5247: case 6635: case 37008: case 51234:
		return 1;
	default:
		return from == 67 || from == 68 || from == 3544 || from == 5072 || from == 5246 || from == 5247;
	}
}

static __always_inline int parse_tunnel(struct __sk_buff *skb, struct part *p, __u32 at, struct ports ports)
{
	__be16 port = ports.to;
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
	return is_for_above(bpf_ntohs(ports.from), bpf_ntohs(port)) ? UNKNOWN : PARSED;
}

static __always_inline int parse_gre(struct __sk_buff *skb, struct part *p, __u32 at)
{
	// Also of one that goes up: others of this tunnel may be counted.
	p->next_tunnel = TUNNEL_GRE;
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
	return PARSED;
}

// How an association begins and ends, in the flags of TCP: the chunks before the first of data.
static __always_inline int parse_sctp(struct __sk_buff *skb, struct part *p, __u32 at)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	at += 12;
	for (int i = 0; i < 4; i++) {
		if (at + sizeof(__u32) > p->limit || at + sizeof(__u32) > skb->len)
			return PARSED;
		HEADER(__u32, chunk, at)
		const __u8 *bytes = (const void *)chunk;
		switch (bytes[0]) {
		case SCTP_DATA:
			return PARSED;
		case SCTP_INIT:
			p->flags |= TCP_SYN;
			p->opens = 1;
			break;
		case SCTP_INIT_ACK:
			p->flags |= TCP_SYN | TCP_ACK;
			break;
		case SCTP_ABORT:
			p->flags |= TCP_RST;
			break;
		case SCTP_SHUTDOWN: case SCTP_SHUTDOWN_ACK: case SCTP_SHUTDOWN_COMPLETE:
			p->flags |= TCP_FIN;
		}
		__u32 length = ((bytes[2] << 8 | bytes[3]) + 3) & 0x1fffc;
		at += length < 4 ? 4 : length;
	}
	return UNKNOWN;
}

static __always_inline int parse_transport(struct __sk_buff *skb, struct part *p, __u32 at, __u8 protocol)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct flow_ends *ends = &p->ends;
	p->transport = at;
	if (protocol == 6 || protocol == 17 || protocol == 132) {
		if (protocol == 6) {
			HEADER(struct tcp, tcp, at)
			p->flags = tcp->flags;
			p->opens = (tcp->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
			p->bare = !(tcp->flags & TCP_SYN) && at + (tcp->offset >> 4) * 4 >= p->limit;
		}
		HEADER(struct udp, udp, at)
		ends->link[0] |= (__u64)udp->ports.from << 48;
		ends->link[1] |= (__u64)udp->ports.to << 48;
		if (protocol == 6)
			return PARSED;
		if (protocol == 132)
			return parse_sctp(skb, p, at);
		if (udp->length && bpf_ntohs(udp->length) < sizeof(struct udp))
			return UNKNOWN;
		if (udp->length)
			set_limit(p, at + bpf_ntohs(udp->length));
		return parse_tunnel(skb, p, at + sizeof(struct udp), udp->ports);
	}
	if (protocol == 1 || protocol == 58) {
		HEADER(struct icmp, icmp, at)
		__u8 type = icmp->type, ask = protocol == 1 ? 8 : 128, answer = protocol == 1 ? 0 : 129;
		if (type == ask || type == answer)
			p->asks = type == ask ? 1 : 2;
		else
			p->alone = 1;
		ends->what ^= (__u32)icmp->id << 16 | (type == answer ? ask : type) << 8 | icmp->code;
		return PARSED;
	}
	if (protocol == 47)
		return parse_gre(skb, p, at);
	switch (protocol) {
	// Others without ports. Not: headers behind which ports may be, and encapsulations.
	case 0: case 4: case 41: case 43: case 44: case 51: case 60: case 94: case 97: case 135: case 136: case 137: case 139: case 140:
		return UNKNOWN;
	default:
		break;
	}
	// It is told by its entry's snap, which has to reach so far.
	HEADER(__u64, other, at)
	return other ? PARSED : UNKNOWN;
}

// What follows an IP header, and where.
struct following {
	__u32 at;
	__u8 protocol;
};

static __always_inline int parse_ip4(struct __sk_buff *skb, struct part *p, struct following *next)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct flow_ends *ends = &p->ends;
	__u32 at = next->at;
	HEADER(struct ipv4, ip, at)
	__u32 length = (ip->version & 15) * 4;
	if (ip->version >> 4 != 4 || length < 20 || (ip->length && bpf_ntohs(ip->length) < length))
		return UNKNOWN;
	if (ip->length)
		set_limit(p, at + bpf_ntohs(ip->length));
	ends->address[0][0] = ip->from;
	ends->address[1][0] = ip->to;
	p->network = at;
	p->ttl = ip->ttl;
	if (unlikely(ip->fragment & bpf_htons(0x3fff)) && !p->whole)
		ends->what |= WHAT_FRAGMENT;
	next->at = at + length;
	next->protocol = ip->protocol;
	return PARSED;
}

static __always_inline int parse_ip6(struct __sk_buff *skb, struct part *p, struct following *next)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct flow_ends *ends = &p->ends;
	__u32 at = next->at;
	HEADER(struct ipv6, ip, at)
	if (*(const __u8 *)ip >> 4 != 6)
		return UNKNOWN;
	for (int i = 0; i < 2; i++) {
		ends->address[0][i] = ip->from[i];
		ends->address[1][i] = ip->to[i];
	}
	ends->what |= WHAT_IP6;
	p->network = at;
	p->ttl = ip->ttl;
	__u8 protocol = ip->next;
	at += sizeof(struct ipv6);
	if (ip->length)
		set_limit(p, at + bpf_ntohs(ip->length));
	for (int i = 0; i < 6; i++) {
		if (protocol == 44) {
			HEADER(struct fragment, fragment, at)
			// Offset and more-fragments bit: without both it is a whole datagram.
			if (!(fragment->offset & bpf_htons(0xfff9)))
				return UNKNOWN;
			if (!p->whole) {
				next->at = at;
				ends->what |= WHAT_FRAGMENT;
				return PARSED;
			}
			protocol = fragment->next;
			at += sizeof(struct fragment);
			continue;
		}
		if (protocol != 0 && protocol != 43 && protocol != 60) {
			next->at = at;
			next->protocol = protocol;
			return PARSED;
		}
		HEADER(struct extension, extension, at)
		protocol = extension->next;
		at += 8 + extension->length * 8;
	}
	return UNKNOWN;
}

// The network protocol behind the link header.
static __always_inline int parse_link(struct __sk_buff *skb, struct part *p, __u32 *behind, __u16 *protocol)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	__u32 at = p->offset;
	if (p->begins == BEGINS_IP) {
		HEADER(__u8, version, at)
		*protocol = *version >> 4 == 4 ? P_IP : P_IPV6;
	} else {
		HEADER(struct ethernet, link, at)
		*protocol = bpf_ntohs(link->protocol);
		p->ends.link[0] = link->from4 | (__u64)link->from2 << 32;
		p->ends.link[1] = link->to4 | (__u64)link->to2 << 32;
		at += sizeof(struct ethernet);
		for (int i = 0; i < 4 && unlikely(*protocol == P_8021Q || *protocol == P_8021AD || *protocol == P_QINQ); i++) {
			HEADER(struct vlan, tag, at)
			*protocol = bpf_ntohs(tag->protocol);
			at += sizeof(struct vlan);
		}
	}
	*behind = at;
	return PARSED;
}

static __always_inline int parse_headers(struct __sk_buff *skb, struct part *p)
{
	struct following next = {};
	__u16 protocol;
	p->ends.what |= WHAT_KIND(p->begins | p->tunnel << 4);
	int status = parse_link(skb, p, &next.at, &protocol);
	if (status == PARSED)
		status = protocol == P_IP ? parse_ip4(skb, p, &next) : protocol == P_IPV6 ? parse_ip6(skb, p, &next) : UNKNOWN;
	if (status != PARSED)
		return status;
	p->ends.what |= WHAT_PROTOCOL(next.protocol);
	if (unlikely(p->ends.what & WHAT_FRAGMENT)) {
		p->next = next.at;
		return PARSED;
	}
	return parse_transport(skb, p, next.at, next.protocol);
}

#define SWAP(a, b) { __u64 swapped = a; a = b; b = swapped; }

// Puts the ends in order, any that is the same both ways: by link, else by network, else by port, all layers together.
static __always_inline void order(struct part *p)
{
	struct flow_ends *ends = &p->ends;
	__u64 from = ends->link[0] << 16, to = ends->link[1] << 16;
	if (unlikely(from == to)) {
		from = ends->address[0][0];
		to = ends->address[1][0];
		if (from == to) {
			from = ends->address[0][1];
			to = ends->address[1][1];
		}
		if (from == to) {
			from = ends->link[0];
			to = ends->link[1];
		}
	}
	p->way = from > to;
	if (p->next_tunnel != TUNNEL_NONE) {
		// The source port is random there.
		ends->link[0] &= ~0ull >> 16;
		ends->what ^= (__u32)(p->next_id * 31);
		p->alone = 1;
	}
	if (p->way) {
		SWAP(ends->address[0][0], ends->address[1][0])
		SWAP(ends->address[0][1], ends->address[1][1])
		SWAP(ends->link[0], ends->link[1])
		// Whether both ways of it are one flow is not for here to say.
		if (p->alone)
			ends->what |= WHAT_BACK;
	}
}

static __always_inline int parse(struct __sk_buff *skb, struct part *p)
{
	int status = parse_headers(skb, p);
	if (status == PARSED)
		order(p);
	return status;
}

// One part in a frame. A function of its own, so that the verifier looks at it once.
__noinline int parse_part(struct __sk_buff *skb, struct part *p)
{
	return p ? parse(skb, p) : UNKNOWN;
}
