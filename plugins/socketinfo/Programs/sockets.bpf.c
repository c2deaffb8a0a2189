// Tells of sockets as they open and close: what lives too short for a look. BTF tracepoints, and hooks of the control group where UDP has
// no tracepoint; fields are found by CO-RE.
#include "sock.h"

enum { IPPROTO_TCP = 6, IPPROTO_UDP = 17 };
enum { GONE = 0 };               // new_state of a UDP socket that is closed; the kernel has no such state

// The beginning of the context of a control group's program on a socket (uapi/linux/bpf.h); the verifier rewrites each access.
struct bpf_sock {
	__u32 bound_dev_if, family, type, protocol;
};

// And of one on a call with an address.
struct bpf_sock_addr {
	__u32 user_family, user_ip4, user_ip6[4], user_port, family, type, protocol, msg_src_ip4, msg_src_ip6[4];
	struct bpf_sock *sk;
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct inet_sock { __be16 inet_sport; };
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

// UDP sockets that were told of.
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, __u8);
} steffi_told SEC(".maps");

static __always_inline void tell(const struct sock *sk, __u64 cookie, __u8 protocol, __u8 old_state, __u8 new_state)
{
	struct event *event = bpf_ringbuf_reserve(&steffi_sockets, sizeof(*event), 0);
	if (!event) {
		__u32 zero = 0;
		__u64 *missed = bpf_map_lookup_elem(&steffi_missed, &zero);
		if (missed)
			__sync_fetch_and_add(missed, 1);
		return;
	}
	const struct sock_common *common = &sk->__sk_common;
	__builtin_memset(event, 0, sizeof(*event));
	event->time = bpf_ktime_get_ns();
	event->cookie = cookie;
	event->netns = BPF_CORE_READ(common, skc_net.net, ns.inum);
	event->pid = bpf_get_current_pid_tgid() >> 32;
	event->family = BPF_CORE_READ(common, skc_family);
	event->protocol = protocol;
	event->old_state = old_state;
	event->new_state = new_state;
	// A connection that is refused has given its port back when it is closed; the copy for packets remains.
	event->local_port = BPF_CORE_READ(common, skc_num) ?: bpf_ntohs(BPF_CORE_READ((const struct inet_sock *)sk, inet_sport));
	event->remote_port = bpf_ntohs(BPF_CORE_READ(common, skc_dport));
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
		tell(sk, bpf_get_socket_cookie(sk), IPPROTO_TCP, old_state, new_state);
	return 0;
}

static __always_inline void tell_once(const struct sock *sk, __u64 cookie)
{
	__u8 told = 1;
	if (!bpf_map_lookup_elem(&steffi_told, &cookie) && !bpf_map_update_elem(&steffi_told, &cookie, &told, BPF_ANY))
		tell(sk, cookie, IPPROTO_UDP, TCP_CLOSE, BPF_CORE_READ(sk, __sk_common.skc_dport) ? TCP_ESTABLISHED : TCP_CLOSE);
}

// A socket's first datagram out: with the process that sends, also where nothing was bound.
SEC("tp_btf/sock_send_length")
int steffi_send(__u64 *context)
{
	struct sock *sk = (struct sock *)context[0];
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	if (BPF_CORE_READ(sk, sk_protocol) == IPPROTO_UDP && (family == AF_INET || family == AF_INET6))
		tell_once(sk, bpf_get_socket_cookie(sk));
	return 0;
}

// The context of a control group's program on a socket is the socket, of which the verifier lets it see little; as a mere number its address may be
// read from.
static __always_inline const struct sock *behind(const void *pointer)
{
	const struct sock *sk = 0;
	bpf_probe_read_kernel(&sk, sizeof(sk), &pointer);
	return sk;
}

static __always_inline int bound(struct bpf_sock *context)
{
	if (context->protocol == IPPROTO_UDP)
		tell_once(behind(context), bpf_get_socket_cookie(context));
	return 1;
}

SEC("cgroup/post_bind4")
int steffi_bind4(struct bpf_sock *context)
{
	return bound(context);
}

SEC("cgroup/post_bind6")
int steffi_bind6(struct bpf_sock *context)
{
	return bound(context);
}

// Before it is connected: with the process, and not yet with its ends.
static __always_inline int connects(struct bpf_sock_addr *context)
{
	if (context->protocol == IPPROTO_UDP)
		tell_once(behind(context->sk), bpf_get_socket_cookie(context));
	return 1;
}

SEC("cgroup/connect4")
int steffi_connect4(struct bpf_sock_addr *context)
{
	return connects(context);
}

SEC("cgroup/connect6")
int steffi_connect6(struct bpf_sock_addr *context)
{
	return connects(context);
}

SEC("cgroup/sock_release")
int steffi_release(struct bpf_sock *context)
{
	__u64 cookie = bpf_get_socket_cookie(context);
	if (context->protocol == IPPROTO_UDP && !bpf_map_delete_elem(&steffi_told, &cookie))
		tell(behind(context), cookie, IPPROTO_UDP, BPF_CORE_READ(behind(context), __sk_common.skc_dport) ? TCP_ESTABLISHED : TCP_CLOSE, GONE);
	return 1;
}

char LICENSE[] SEC("license") = "GPL";
