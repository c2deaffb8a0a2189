// How TCP connections of the whole machine fare: retransmissions, resets, round trip; packets of TCP, UDP and ICMP that the kernel dropped, with
// its reason; and fragments. BTF tracepoints, and an iterator to read with; fields are found by CO-RE.
#include "sock.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct inet_sock { __be16 inet_sport; };
struct tcp_sock { __u32 srtt_us; };
struct net_device { possible_net_t nd_net; };
struct sk_buff {
	struct net_device *dev;
	struct sock *sk;
	unsigned char *head, *data;
	unsigned int len;
	__u16 network_header;
	__be16 protocol;
};
struct bpf_iter_meta { struct seq_file *seq; };
enum skb_drop_reason { SKB_DROP_REASON_QUEUE_PURGE = 104 };
#pragma clang attribute pop

#define P_IP 0x0800
#define P_IPV6 0x86dd

enum { IPPROTO_ICMP = 1, IPPROTO_TCP = 6, IPPROTO_UDP = 17, IPPROTO_ICMPV6 = 58 };

// One direction: from the socket to its peer, or as the packet went.
struct tuple {
	__u8 from[16], to[16];   // IPv4 in the first four bytes
	__be16 from_port, to_port; // ICMP: both are an echo's id
	__u32 netns;
	__u8 version, protocol, unused[6];
};

struct health {
	__u32 retransmits, resets_sent, resets_received;
	__u32 srtt;              // microseconds, smoothed
	struct owner {
		__u32 pid;       // of the process that connected; 0 unknown
		__u32 unused;
		char comm[16];
	} owner;
	__u64 socket;            // its address: another one with the same ends is another connection
};

struct drop {
	struct tuple tuple;
	__u32 reason, unused;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct tuple);
	__type(value, struct health);
} steffi_health SEC(".maps");

// By socket: when a process connects, the socket has no port yet.
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct owner);
} steffi_owners SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct drop);
	__type(value, __u64);
} steffi_drops SEC(".maps");

static __always_inline int tuple_of(const struct sock *sk, struct tuple *tuple)
{
	const struct sock_common *common = &sk->__sk_common;
	__builtin_memset(tuple, 0, sizeof(*tuple));
	tuple->protocol = IPPROTO_TCP;
	// Not skc_num, which is no more when a socket that is closed sends a reset.
	tuple->from_port = BPF_CORE_READ((const struct inet_sock *)sk, inet_sport);
	tuple->to_port = BPF_CORE_READ(common, skc_dport);
	tuple->netns = BPF_CORE_READ(common, skc_net.net, ns.inum);
	__u16 family = BPF_CORE_READ(common, skc_family);
	addresses_of(common, tuple->from, tuple->to);
	if (family == AF_INET6) {
		tuple->version = 6;
		const __u32 *from = (const void *)tuple->from, *to = (const void *)tuple->to;
		// An IPv6 socket that talks IPv4: its packets are IPv4.
		if (!from[0] && !from[1] && from[2] == bpf_htonl(0xffff) && to[2] == bpf_htonl(0xffff)) {
			*(__u32 *)tuple->from = from[3];
			*(__u32 *)tuple->to = to[3];
			__builtin_memset(tuple->from + 4, 0, 12);
			__builtin_memset(tuple->to + 4, 0, 12);
			tuple->version = 4;
		}
	} else {
		tuple->version = 4;
	}
	return family == AF_INET || family == AF_INET6;
}

static __always_inline void refresh(struct health *health, const struct sock *sk)
{
	__u32 srtt = BPF_CORE_READ((const struct tcp_sock *)sk, srtt_us) >> 3;
	if (srtt)
		health->srtt = srtt;
}

static __always_inline struct health *health_of(const struct sock *sk)
{
	struct tuple tuple;
	__u64 socket = (__u64)sk;
	if (!sk || !tuple_of(sk, &tuple))
		return 0;
	struct health *health = bpf_map_lookup_elem(&steffi_health, &tuple);
	if (!health || health->socket != socket) {
		struct health fresh = { .socket = socket };
		struct owner *owner = bpf_map_lookup_elem(&steffi_owners, &socket);
		if (owner)
			fresh.owner = *owner;
		bpf_map_update_elem(&steffi_health, &tuple, &fresh, BPF_ANY);
		health = bpf_map_lookup_elem(&steffi_health, &tuple);
	}
	if (health)
		refresh(health, sk);
	return health;
}

SEC("tp_btf/tcp_retransmit_skb")
int steffi_retransmit(__u64 *context)
{
	struct health *health = health_of((const struct sock *)context[0]);
	if (health)
		__sync_fetch_and_add(&health->retransmits, 1);
	return 0;
}

SEC("tp_btf/tcp_send_reset")
int steffi_reset_out(__u64 *context)
{
	// Without a socket, a refused connection: the packet's own flow shows the reset.
	struct health *health = health_of((const struct sock *)context[0]);
	if (health)
		__sync_fetch_and_add(&health->resets_sent, 1);
	return 0;
}

SEC("tp_btf/tcp_receive_reset")
int steffi_reset_in(__u64 *context)
{
	struct health *health = health_of((const struct sock *)context[0]);
	if (health)
		__sync_fetch_and_add(&health->resets_received, 1);
	return 0;
}

SEC("tp_btf/inet_sock_set_state")
int steffi_state(__u64 *context)
{
	const struct sock *sk = (const struct sock *)context[0];
	int state = context[2];
	if (BPF_CORE_READ(sk, sk_protocol) != IPPROTO_TCP)
		return 0;
	if (state == TCP_SYN_SENT) {
		// It is the connecting process that runs now.
		struct owner owner = { .pid = bpf_get_current_pid_tgid() >> 32 };
		__u64 socket = (__u64)sk;
		bpf_get_current_comm(owner.comm, sizeof(owner.comm));
		bpf_map_update_elem(&steffi_owners, &socket, &owner, BPF_ANY);
	} else if (state != TCP_LISTEN && (int)context[1] != TCP_LISTEN) {
		health_of(sk);
	}
	return 0;
}

// Reads what is known of each connection, with its round trip as of now where its socket still is what it was.
SEC("iter/bpf_map_elem")
int steffi_connections(__u64 *context)
{
	const struct tuple *tuple = (const struct tuple *)context[2];
	struct health *health = (struct health *)context[3];
	if (!tuple || !health)
		return 0;
	struct {
		struct tuple tuple;
		struct health health;
	} record = { .tuple = *tuple };
	struct tuple now;
	const struct sock *sk = (const struct sock *)health->socket;
	if (tuple_of(sk, &now)) {
		const __u64 *was = (const __u64 *)&record.tuple, *is = (const __u64 *)&now;
		__u64 differs = 0;
		for (int i = 0; i < sizeof(struct tuple) / sizeof(__u64); i++)
			differs |= was[i] ^ is[i];
		if (!differs)
			refresh(health, sk);
	}
	record.health = *health;
	bpf_seq_write(((struct bpf_iter_meta *)context[0])->seq, &record, sizeof(record));
	return 0;
}

// Headers of a packet. That they lie in order is what they are; the kernel checks that they are read as what its types say.
struct iphdr { __u8 version, tos; __be16 tot_len, id, frag_off; __u8 ttl, protocol; __be16 check; __be32 saddr, daddr; };
struct ipv6hdr { __u8 version, flow[3]; __be16 payload_len; __u8 nexthdr, hop_limit; __u32 saddr[4], daddr[4]; };
struct udphdr { __be16 source, dest, len, check; };

// Whether there is that function (6.2): a copy of a header costs 27 ns, and each packet of the machine is looked at.
const volatile struct { __u32 reads_in_place; } settings SEC(".rodata.settings") = {};
extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym __weak;

// A header that lies in the kernel's memory, or out of the function.
#define KERNEL_HEADER(type, name, at)                                       \
	struct type name##_copy;                                                \
	const struct type *name = &name##_copy;                                 \
	if (settings.reads_in_place)                                            \
		name = bpf_rdonly_cast(at, bpf_core_type_id_kernel(struct type));   \
	else if (bpf_probe_read_kernel(&name##_copy, sizeof(name##_copy), at))  \
		return 0;

static __always_inline void read_ip4(struct tuple *tuple, const struct iphdr *header)
{
	*(__u32 *)tuple->from = header->saddr;
	*(__u32 *)tuple->to = header->daddr;
	tuple->version = 4;
	tuple->protocol = header->protocol;
}

static __always_inline void read_ip6(struct tuple *tuple, const struct ipv6hdr *header)
{
	for (int i = 0; i < 4; i++) {
		((__u32 *)tuple->from)[i] = header->saddr[i];
		((__u32 *)tuple->to)[i] = header->daddr[i];
	}
	tuple->version = 6;
	tuple->protocol = header->nexthdr;
}

static __always_inline int is_followed(const struct tuple *tuple)
{
	__u8 protocol = tuple->protocol;
	return protocol == IPPROTO_TCP || protocol == IPPROTO_UDP || protocol == (tuple->version == 4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
}

// Ports, or an echo's id, which is where UDP has its length.
static __always_inline int read_ports(struct tuple *tuple, const void *transport)
{
	KERNEL_HEADER(udphdr, header, transport)
	__be16 first = header->source;
	__u8 type = *(__u8 *)&first;
	if (tuple->protocol == IPPROTO_TCP || tuple->protocol == IPPROTO_UDP) {
		tuple->from_port = first;
		tuple->to_port = header->dest;
	} else if (tuple->protocol == IPPROTO_ICMP ? type == 8 || type == 0 : type == 128 || type == 129) {
		tuple->from_port = tuple->to_port = header->len;
	}
	return 1;
}

SEC("tp_btf/kfree_skb")
int steffi_drop(__u64 *context)
{
	const struct sk_buff *skb = (const struct sk_buff *)context[0];
	struct drop drop = { .reason = context[2] };
	struct tuple *tuple = &drop.tuple;
	__be16 protocol = skb->protocol;
	if (protocol != bpf_htons(P_IP) && protocol != bpf_htons(P_IPV6))
		return 0;
	// A FIN that lay in the queue of a socket that was closed: each connection has one, and nothing is lost.
	if (bpf_core_enum_value_exists(enum skb_drop_reason, SKB_DROP_REASON_QUEUE_PURGE) &&
	    drop.reason == bpf_core_enum_value(enum skb_drop_reason, SKB_DROP_REASON_QUEUE_PURGE) && !skb->len)
		return 0;
	const void *ip = skb->head + skb->network_header;
	__be16 offset = 0;
	if (protocol == bpf_htons(P_IP)) {
		KERNEL_HEADER(iphdr, header, ip)
		read_ip4(tuple, header);
		offset = header->frag_off & bpf_htons(0x1fff);
		ip += (header->version & 15) * 4;
	} else {
		KERNEL_HEADER(ipv6hdr, header, ip)
		read_ip6(tuple, header);
		ip += 40;
	}
	// Of a datagram's fragments only the first has ports.
	if (!is_followed(tuple) || (!offset && !read_ports(tuple, ip)))
		return 0;
	const struct net_device *device = skb->dev;
	const struct sock *sk = skb->sk;
	// Without a device it is on its way out of a socket.
	tuple->netns = device ? device->nd_net.net->ns.inum : sk ? sk->__sk_common.skc_net.net->ns.inum : 0;
	__u64 one = 1, *count = bpf_map_lookup_elem(&steffi_drops, &drop);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&steffi_drops, &drop, &one, BPF_ANY);
	return 0;
}

#include "datagrams.h"

char LICENSE[] SEC("license") = "GPL";
