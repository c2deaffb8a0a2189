// Lists the sockets of the reader's network namespace, and who holds a socket, by iterators: what sock_diag(7) and /proc/PID/fd tell, without a
// message or a link's text for each.
#include "sock.h"

enum { IPPROTO_TCP = 6, IPPROTO_UDP = 17 };
enum { TCP_FIN_WAIT2 = 5, TCP_TIME_WAIT = 6, TCP_NEW_SYN_RECV = 12 };

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct bpf_iter_meta { struct seq_file *seq; };
struct inode { unsigned long i_ino; };
struct file { struct inode *f_inode; };
struct task_struct { int tgid; };
struct tcp_sock { __u32 srtt_us; };
struct inet_timewait_sock { volatile unsigned char tw_substate; };
struct socket_alloc { struct inode vfs_inode; };
struct udp_sock;
#pragma clang attribute pop

struct record {
	__u64 cookie;
	__u32 inode;             // 0: no process has it
	__u16 local_port, remote_port;
	__u8 family, protocol, state, unused;
	__u8 local[16], remote[16];
	__u32 round_trip;        // microseconds, smoothed; 0 unknown
};

struct holder {
	__u32 inode, pid;
};

static __always_inline int list(struct bpf_iter_meta *meta, const struct sock_common *common, __u8 protocol, __u8 state, __u64 cookie)
{
	struct record record = {
		.cookie = cookie,
		.local_port = common->skc_num,
		.remote_port = bpf_ntohs(common->skc_dport),
		.family = common->skc_family,
		.protocol = protocol,
		.state = state,
	};
	int whole = common->skc_state != TCP_TIME_WAIT;
	struct socket *socket = whole ? BPF_CORE_READ((const struct sock *)common, sk_socket) : 0;
	if (socket)
		record.inode = BPF_CORE_READ((struct socket_alloc *)socket, vfs_inode.i_ino);
	if (protocol == IPPROTO_TCP && whole && state != TCP_LISTEN)
		record.round_trip = BPF_CORE_READ((const struct tcp_sock *)common, srtt_us) >> 3;
	addresses_of(common, record.local, record.remote);
	bpf_seq_write(meta->seq, &record, sizeof(record));
	return 0;
}

SEC("iter/tcp")
int steffi_tcp(__u64 *context)
{
	struct sock_common *common = (struct sock_common *)context[1];
	if (!common)
		return 0;
	// What is half-open or over has no socket of its own behind it; also what waits for the other side's end and is nobody's any more, but is still shown.
	__u8 state = common->skc_state;
	if (state == TCP_TIME_WAIT)
		state = BPF_CORE_READ((const struct inet_timewait_sock *)common, tw_substate);
	if (state == TCP_TIME_WAIT || state == TCP_NEW_SYN_RECV)
		return 0;
	return list((struct bpf_iter_meta *)context[0], common, IPPROTO_TCP, state, bpf_get_socket_cookie(common));
}

SEC("iter/udp")
int steffi_udp(__u64 *context)
{
	struct udp_sock *sk = (struct udp_sock *)context[1];
	if (!sk)
		return 0;
	return list((struct bpf_iter_meta *)context[0], (const struct sock_common *)sk, IPPROTO_UDP,
		((const struct sock_common *)sk)->skc_state, bpf_get_socket_cookie(sk));
}

SEC("iter/task_file")
int steffi_holders(__u64 *context)
{
	struct task_struct *task = (struct task_struct *)context[1];
	struct file *file = (struct file *)context[3];
	if (!task || !file || !bpf_sock_from_file(file))
		return 0;
	struct holder holder = { .inode = file->f_inode->i_ino, .pid = task->tgid };
	bpf_seq_write(((struct bpf_iter_meta *)context[0])->seq, &holder, sizeof(holder));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
