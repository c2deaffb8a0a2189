// Tells of tasks that begin, or begin a program, in another network namespace than the host's: a new namespace shows by its first. BTF
// tracepoints of fork and exec only: one on unshare(2) itself would slow every system call of the machine.
#include "kernel.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct ns_common { unsigned int inum; };
struct net { struct ns_common ns; };
struct nsproxy { struct net *net_ns; };
struct task_struct {
	int pid, tgid;
	struct nsproxy *nsproxy;
	char comm[16];
};
#pragma clang attribute pop

struct event {
	__u32 netns, pid;
	char comm[16];
};

struct settings {
	__u32 host;              // inode of the host's namespace
};

const volatile struct settings settings SEC(".rodata.settings") = {};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} steffi_netns SEC(".maps");

// When each namespace was told of last: an inode is used again, so it is told again after a second.
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} steffi_told SEC(".maps");

static __always_inline void tell(struct task_struct *task)
{
	__u32 netns = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	if (!netns || netns == settings.host)
		return;
	__u64 now = bpf_ktime_get_ns(), *last = bpf_map_lookup_elem(&steffi_told, &netns);
	if (last && now - *last < 1000000000)
		return;
	bpf_map_update_elem(&steffi_told, &netns, &now, BPF_ANY);
	struct event *event = bpf_ringbuf_reserve(&steffi_netns, sizeof(*event), 0);
	if (!event)
		return;              // the look at all processes finds it a moment later
	event->netns = netns;
	event->pid = BPF_CORE_READ(task, tgid);
	BPF_CORE_READ_INTO(&event->comm, task, comm);
	bpf_ringbuf_submit(event, 0);
}

SEC("tp_btf/task_newtask")
int steffi_newtask(__u64 *context)
{
	tell((struct task_struct *)context[0]);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int steffi_exec(__u64 *context)
{
	tell((struct task_struct *)context[0]);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
