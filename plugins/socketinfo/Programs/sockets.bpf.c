// Tells of sockets as they open and close: what lives too short for a look. BTF tracepoints, and hooks of the control group where UDP has
// no tracepoint; fields are found by CO-RE.
#include "sock.h"

enum { IPPROTO_TCP = 6, IPPROTO_UDP = 17 };
enum { GONE = 0 };               // new_state of a UDP socket that is closed; the kernel has no such state

// The context of a control group's program on a socket (uapi/linux/bpf.h); the verifier rewrites each access.
struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol, mark, priority, src_ip4, src_ip6[4], src_port;
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct nsproxy { struct net *net_ns; };
struct task_struct { struct nsproxy *nsproxy; };
#pragma clang attribute pop

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

// UDP sockets that were told of: BOUND, or SENT when their peer could be told, too.
enum { BOUND = 1, SENT = 2 };
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, __u8);
} steffi_told SEC(".maps");

// Room for an event, with the task that runs and its namespace: a program of the control group may not look into the socket, which mostly is of it.
// Null when there is no room.
static __always_inline struct event *begin(__u64 cookie, __u16 family, __u8 protocol, __u8 old_state, __u8 new_state)
{
	struct event *event = bpf_ringbuf_reserve(&steffi_sockets, sizeof(*event), 0);
	if (!event) {
		__u32 zero = 0;
		__u64 *missed = bpf_map_lookup_elem(&steffi_missed, &zero);
		if (missed)
			__sync_fetch_and_add(missed, 1);
		return 0;
	}
	__builtin_memset(event, 0, sizeof(*event));
	event->time = bpf_ktime_get_ns();
	event->cookie = cookie;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	event->netns = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	event->family = family;
	event->protocol = protocol;
	event->old_state = old_state;
	event->new_state = new_state;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	return event;
}

static __always_inline void tell(const struct sock *sk, __u64 cookie, __u16 family, __u8 protocol, __u8 old_state, __u8 new_state)
{
	const struct sock_common *common = &sk->__sk_common;
	struct event *event = begin(cookie, family, protocol, old_state, new_state);
	if (!event)
		return;
	event->netns = BPF_CORE_READ(common, skc_net.net, ns.inum);
	event->local_port = BPF_CORE_READ(common, skc_num);
	event->remote_port = bpf_ntohs(BPF_CORE_READ(common, skc_dport));
	addresses_of(common, event->local, event->remote);
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

// A socket's first datagram out: with the process that sends, also where nothing was bound.
SEC("tp_btf/sock_send_length")
int steffi_send(__u64 *context)
{
	struct sock *sk = (struct sock *)context[0];
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (BPF_CORE_READ(sk, sk_protocol) != IPPROTO_UDP || (family != AF_INET && family != AF_INET6))
		return 0;
	__u64 cookie = bpf_get_socket_cookie(sk);
	__u8 sent = SENT, *told = bpf_map_lookup_elem(&steffi_told, &cookie);
	if (told && *told == SENT)
		return 0;
	bpf_map_update_elem(&steffi_told, &cookie, &sent, BPF_ANY);
	tell(sk, cookie, family, IPPROTO_UDP, TCP_CLOSE, BPF_CORE_READ(sk, __sk_common.skc_dport) ? TCP_ESTABLISHED : TCP_CLOSE);
	return 0;
}

static __always_inline struct event *begin_bound(struct bpf_sock *sk, __u16 family)
{
	__u64 cookie = bpf_get_socket_cookie(sk);
	__u8 bound = BOUND;
	bpf_map_update_elem(&steffi_told, &cookie, &bound, BPF_ANY);
	struct event *event = begin(cookie, family, IPPROTO_UDP, TCP_CLOSE, TCP_CLOSE);
	if (event)
		event->local_port = sk->src_port;
	return event;
}

SEC("cgroup/post_bind4")
int steffi_bind4(struct bpf_sock *sk)
{
	struct event *event = sk->protocol == IPPROTO_UDP ? begin_bound(sk, AF_INET) : 0;
	if (event) {
		*(__u32 *)event->local = sk->src_ip4;
		bpf_ringbuf_submit(event, 0);
	}
	return 1;
}

SEC("cgroup/post_bind6")
int steffi_bind6(struct bpf_sock *sk)
{
	struct event *event = sk->protocol == IPPROTO_UDP ? begin_bound(sk, AF_INET6) : 0;
	if (event) {
		__u32 *local = (__u32 *)event->local;
		local[0] = sk->src_ip6[0];
		local[1] = sk->src_ip6[1];
		local[2] = sk->src_ip6[2];
		local[3] = sk->src_ip6[3];
		bpf_ringbuf_submit(event, 0);
	}
	return 1;
}

SEC("cgroup/sock_release")
int steffi_release(struct bpf_sock *sk)
{
	__u64 cookie = bpf_get_socket_cookie(sk);
	if (sk->protocol != IPPROTO_UDP || bpf_map_delete_elem(&steffi_told, &cookie))
		return 1;
	struct event *event = begin(cookie, 0, IPPROTO_UDP, TCP_CLOSE, GONE);
	if (event)
		bpf_ringbuf_submit(event, 0);
	return 1;
}

char LICENSE[] SEC("license") = "GPL";
