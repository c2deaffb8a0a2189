// Tells of tasks that begin, or begin a program, in another network namespace than the host's, and of those that may be making one: a new namespace
// shows by its first. BTF tracepoints only: one on unshare(2) itself would slow every system call of the machine by a quarter.
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
	struct mm_struct *mm;
	char comm[16];
};
#pragma clang attribute pop

struct event {
	__u32 netns;             // 0: not known yet
	__u32 pid, tid;
	char comm[16];
};

#define SECOND 1000000000

struct settings {
	__u32 host;              // inode of the host's namespace
};

const volatile struct settings settings SEC(".rodata.settings") = {};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} steffi_netns SEC(".maps");

// When each namespace was told of last, by its inode, which is used again; and each thread, by its number, which is below all inodes.
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, __u64);
} steffi_told SEC(".maps");

static __always_inline void tell(struct task_struct *task, __u32 netns, __u32 subject, __u64 pause)
{
	__u64 now = bpf_ktime_get_ns(), *last = bpf_map_lookup_elem(&steffi_told, &subject);
	if (last && now - *last < pause)
		return;
	bpf_map_update_elem(&steffi_told, &subject, &now, BPF_ANY);
	struct event *event = bpf_ringbuf_reserve(&steffi_netns, sizeof(*event), 0);
	if (!event)
		return;              // the look at all processes finds it a moment later
	event->netns = netns;
	event->pid = BPF_CORE_READ(task, tgid);
	event->tid = BPF_CORE_READ(task, pid);
	BPF_CORE_READ_INTO(&event->comm, task, comm);
	bpf_ringbuf_submit(event, 0);
}

static __always_inline void tell_begin(struct task_struct *task)
{
	__u32 netns = BPF_CORE_READ(task, nsproxy, net_ns, ns.inum);
	if (netns && netns != settings.host)
		tell(task, netns, netns, SECOND);
}

SEC("tp_btf/task_newtask")
int steffi_newtask(__u64 *context)
{
	tell_begin((struct task_struct *)context[0]);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int steffi_exec(__u64 *context)
{
	tell_begin((struct task_struct *)context[0]);
	return 0;
}

// The kernel's own listener to network devices; found by its name once one comes.
static volatile __u64 device_listener;

// A task that makes a namespace registers the loopback in it, a moment before the namespace is the task's.
SEC("tp_btf/notifier_run")
int steffi_device(__u64 *context)
{
	__u64 listener = context[0];
	if (!device_listener) {
		char name[] = "rtnetlink_event", symbol[sizeof(name)];
		BPF_SNPRINTF(symbol, sizeof(symbol), "%ps", listener);
		for (int i = 0; i < sizeof(name); i++)
			if (symbol[i] != name[i])
				return 0;
		device_listener = listener;
	}
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	if (listener == device_listener && BPF_CORE_READ(task, mm))
		tell(task, 0, BPF_CORE_READ(task, pid), SECOND / 100);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
