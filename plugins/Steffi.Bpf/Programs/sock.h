// What the programs read of the kernel's sockets (net/sock.h, net/tcp_states.h); where the fields lie is found by CO-RE.
#pragma once
#include "kernel.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

enum { AF_INET = 2, AF_INET6 = 10 };
enum { TCP_ESTABLISHED = 1, TCP_SYN_SENT = 2, TCP_CLOSE = 7, TCP_LISTEN = 10 };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct in6_addr { __u8 bytes[16]; };
struct ns_common { unsigned int inum; };
struct net { struct ns_common ns; };
typedef struct { struct net *net; } possible_net_t;
struct sock_common {
	__be32 skc_daddr, skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num;
	unsigned short skc_family;
	volatile unsigned char skc_state;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr, skc_v6_rcv_saddr;
};
struct socket;
struct sock { struct sock_common __sk_common; __u16 sk_protocol; struct socket *sk_socket; };
#pragma clang attribute pop

// IPv4 in the first four bytes; the rest is left.
static __always_inline void addresses_of(const struct sock_common *common, __u8 *local, __u8 *remote)
{
	if (BPF_CORE_READ(common, skc_family) == AF_INET6) {
		BPF_CORE_READ_INTO((struct in6_addr *)local, common, skc_v6_rcv_saddr);
		BPF_CORE_READ_INTO((struct in6_addr *)remote, common, skc_v6_daddr);
	} else {
		*(__u32 *)local = BPF_CORE_READ(common, skc_rcv_saddr);
		*(__u32 *)remote = BPF_CORE_READ(common, skc_daddr);
	}
}
