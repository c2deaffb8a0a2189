// How TCP connections of the whole machine fare: retransmissions, resets, round trip, and packets that the kernel dropped, with its
// reason. BTF tracepoints only; fields are found by CO-RE.
#include "sock.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct tcp_sock { __u32 srtt_us; };
struct net_device { possible_net_t nd_net; };
struct sk_buff {
	struct net_device *dev;
	unsigned char *head;
	__u16 network_header;
	__be16 protocol;
};
#pragma clang attribute pop

// One direction: from the socket to its peer, or as the packet went.
struct tuple {
	__u8 from[16], to[16];   // IPv4 in the first four bytes
	__be16 from_port, to_port;
	__u32 netns;
	__u8 version, unused[7];
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
	tuple->from_port = bpf_htons(BPF_CORE_READ(common, skc_num));
	tuple->to_port = BPF_CORE_READ(common, skc_dport);
	tuple->netns = BPF_CORE_READ(common, skc_net.net, ns.inum);
	__u16 family = BPF_CORE_READ(common, skc_family);
	if (family == AF_INET6) {
		BPF_CORE_READ_INTO((struct in6_addr *)tuple->from, common, skc_v6_rcv_saddr);
		BPF_CORE_READ_INTO((struct in6_addr *)tuple->to, common, skc_v6_daddr);
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
	} else if (family == AF_INET) {
		*(__u32 *)tuple->from = BPF_CORE_READ(common, skc_rcv_saddr);
		*(__u32 *)tuple->to = BPF_CORE_READ(common, skc_daddr);
		tuple->version = 4;
	} else {
		return 0;
	}
	return 1;
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
	if (health) {
		__u32 srtt = BPF_CORE_READ((const struct tcp_sock *)sk, srtt_us) >> 3;
		if (srtt)
			health->srtt = srtt;
	}
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
	if (BPF_CORE_READ(sk, sk_protocol) != 6)
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

SEC("tp_btf/kfree_skb")
int steffi_drop(__u64 *context)
{
	const struct sk_buff *skb = (const struct sk_buff *)context[0];
	struct drop drop = { .reason = context[2] };
	__u16 protocol = bpf_ntohs(BPF_CORE_READ(skb, protocol));
	const void *ip = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header);
	__u8 header[40];
	if ((protocol != 0x0800 && protocol != 0x86dd) || bpf_probe_read_kernel(header, protocol == 0x0800 ? 20 : 40, ip))
		return 0;
	__u32 length = protocol == 0x0800 ? (header[0] & 15) * 4 : 40;
	if ((protocol == 0x0800 ? header[9] : header[6]) != 6)
		return 0;
	if (protocol == 0x0800) {
		__builtin_memcpy(drop.tuple.from, header + 12, 4);
		__builtin_memcpy(drop.tuple.to, header + 16, 4);
		drop.tuple.version = 4;
	} else {
		__builtin_memcpy(drop.tuple.from, header + 8, 16);
		__builtin_memcpy(drop.tuple.to, header + 24, 16);
		drop.tuple.version = 6;
	}
	bpf_probe_read_kernel(&drop.tuple.from_port, 4, ip + length);
	drop.tuple.netns = BPF_CORE_READ(skb, dev, nd_net.net, ns.inum);
	__u64 one = 1, *count = bpf_map_lookup_elem(&steffi_drops, &drop);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&steffi_drops, &drop, &one, BPF_ANY);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
