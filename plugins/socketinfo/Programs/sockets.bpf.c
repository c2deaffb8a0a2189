// Tells of sockets as they open and close: what lives too short for a look. BTF tracepoints only; fields are found by CO-RE.
#include "sock.h"

enum { IPPROTO_TCP = 6, IPPROTO_UDP = 17 };

struct event {
	__u64 time;              // CLOCK_MONOTONIC, nanoseconds
	__u64 cookie;            // as sock_diag(7) tells it
	__u32 netns;
	__u32 pid;               // of the task that ran: the socket's owner where it connects, listens or sends, else anybody
	__u16 local_port, remote_port;
	__u8 family, protocol, old_state, new_state;
	__u8 local[16], remote[16];
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} steffi_sockets SEC(".maps");

// Events that found no room in the ring.
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} steffi_missed SEC(".maps");

// UDP sockets that were told of.
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, __u8);
} steffi_told SEC(".maps");

static __always_inline void tell(const struct sock *sk, __u64 cookie, __u16 family, __u8 protocol, __u8 old_state, __u8 new_state)
{
	const struct sock_common *common = &sk->__sk_common;
	struct event *event = bpf_ringbuf_reserve(&steffi_sockets, sizeof(*event), 0);
	if (!event) {
		__u32 zero = 0;
		__u64 *missed = bpf_map_lookup_elem(&steffi_missed, &zero);
		if (missed)
			__sync_fetch_and_add(missed, 1);
		return;
	}
	__builtin_memset(event, 0, sizeof(*event));
	event->time = bpf_ktime_get_ns();
	event->cookie = cookie;
	event->netns = BPF_CORE_READ(common, skc_net.net, ns.inum);
	event->pid = bpf_get_current_pid_tgid() >> 32;
	event->local_port = BPF_CORE_READ(common, skc_num);
	event->remote_port = bpf_ntohs(BPF_CORE_READ(common, skc_dport));
	event->family = family;
	event->protocol = protocol;
	event->old_state = old_state;
	event->new_state = new_state;
	addresses_of(common, event->local, event->remote);
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	bpf_ringbuf_submit(event, 0);
}

SEC("tp_btf/inet_sock_set_state")
int steffi_state(__u64 *context)
{
	struct sock *sk = (struct sock *)context[0];
	int old_state = context[1], new_state = context[2];
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (BPF_CORE_READ(sk, sk_protocol) != IPPROTO_TCP || (family != AF_INET && family != AF_INET6))
		return 0;
	if (new_state == TCP_SYN_SENT || new_state == TCP_ESTABLISHED || new_state == TCP_LISTEN || new_state == TCP_CLOSE)
		tell(sk, bpf_get_socket_cookie(sk), family, IPPROTO_TCP, old_state, new_state);
	return 0;
}

// There is no tracepoint where a UDP socket is bound or closed: its first datagram out tells of it, with the process that sends.
SEC("tp_btf/sock_send_length")
int steffi_send(__u64 *context)
{
	struct sock *sk = (struct sock *)context[0];
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (BPF_CORE_READ(sk, sk_protocol) != IPPROTO_UDP || (family != AF_INET && family != AF_INET6))
		return 0;
	__u64 cookie = bpf_get_socket_cookie(sk);
	__u8 one = 1;
	if (bpf_map_lookup_elem(&steffi_told, &cookie))
		return 0;
	bpf_map_update_elem(&steffi_told, &cookie, &one, BPF_ANY);
	tell(sk, cookie, family, IPPROTO_UDP, TCP_CLOSE, BPF_CORE_READ(sk, __sk_common.skc_dport) ? TCP_ESTABLISHED : TCP_CLOSE);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
