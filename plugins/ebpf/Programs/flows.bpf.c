// Counts the packets of one interface by flow. A packet is counted in one place: in the map here, or by the table of the process
// that gets it through the ring — when it is none of the usual kinds, when the map is full, or while its flow is being classified.
#include "parse.h"

const volatile struct settings settings SEC(".rodata.settings") = {
	.link_header = 14, .largest = 256, .wake_at = 1 << 20,
};

struct flow_map {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	// The keys are secret hashes; with no seed besides, flows come out in the same order each time, as they lie in the table.
	__uint(map_flags, BPF_F_NO_PREALLOC | BPF_F_ZERO_SEED);
	__type(key, __u64);
	__type(value, struct flow_count);
} steffi_counts SEC(".maps"); // the first of its kind: those that are used are made by the reader

// The maps in use, each for half of the keys, so that two processors can read them; the reader puts others here, and the kernel makes it wait until no packet
// still counts in the ones before.
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, HALVES);
	__type(key, __u32);
	__array(values, struct flow_map);
} steffi_current SEC(".maps") = { .values = { &steffi_counts, &steffi_counts } };

// Flows that need no more looks, by the hash of their keys: an entry made anew after a drain asks here.
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1);
	__type(key, __u64);
	__type(value, __u32);
} steffi_known SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 22);
} steffi_frames SEC(".maps");

struct counting {
	struct counters counters;
	__u64 tick, time;       // jiffies, and CLOCK_MONOTONIC in ns of the last look at that clock
	struct part parts[PARTS + 1]; // a power of two, for the verifier
	struct flow_count blank;
};

// A processor's own: what it counted, and room to work in.
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counting);
} steffi_counting SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct frame_event);
} steffi_event SEC(".maps");

static const __u32 zero = 0;

static __always_inline __u64 exact_time(struct counting *c)
{
	return c->time = bpf_ktime_get_ns();
}

// Reading the clock is a quarter of what a packet costs. When a flow was last seen is known to a tick of the kernel; what begins, ends or is
// measured has its exact time.
static __always_inline void set_time(struct counting *c)
{
	__u64 tick = bpf_jiffies64();
	if (unlikely(c->tick != tick)) {
		c->tick = tick;
		exact_time(c);
	}
}

static __always_inline __u64 fold(__u64 a, __u64 b)
{
	a = (a ^ b) * 0x9e3779b97f4a7c15ull;
	return a ^ a >> 29;
}

// Four lanes that do not wait for each other. The second word of each is multiplied by a secret (odd: no bit of it is lost), so that nobody can
// choose it to undo the first.
static __always_inline void set_key(struct part *p)
{
	const __u64 *w = (const void *)&p->ends;
	__u64 s = settings.secret[0], t = settings.secret[1] | 1;
	__u64 a = fold(fold(s, w[0]), w[1] * t), b = fold(fold(t, w[2]), w[3] * t), c = fold(fold(s + 1, w[4]), w[5] * t), d = fold(fold(t + 1, w[6]), w[7] * t);
	p->key = fold(fold(a, c) + b, d) | 1;
}

// The frame as it was on the wire: a tag that the driver took out is put back.
static __always_inline __u32 copy_frame(struct __sk_buff *skb, __u8 *into, __u32 room)
{
	__u64 length = skb->len, from = 0;
	if (skb->vlan_present && length > 12) {
		if (bpf_skb_load_bytes(skb, 0, into, 12))
			return 0;
		__u16 protocol = skb->vlan_proto, tci = skb->vlan_tci;
		*(__be16 *)(into + 12) = protocol;
		*(__be16 *)(into + 14) = bpf_htons(tci);
		into += 16;
		room -= 16;
		length -= 12;
		from = 12;
	}
	if (length > room)
		length = room;
	// Two tests, kept apart: the verifier does not understand the one that clang makes of them.
	if (!length)
		return 0;
	asm volatile("" : "+r"(length));
	if (length > room || bpf_skb_load_bytes(skb, from, into, length))
		return 0;
	return length + (from ? 16 : 0);
}

static __always_inline __u32 wire_length(struct __sk_buff *skb)
{
	return skb->len + (skb->vlan_present ? 4 : 0);
}

static __noinline int send_up(struct __sk_buff *skb, struct counting *c, int depth)
{
	struct frame_event *event = bpf_map_lookup_elem(&steffi_event, &zero);
	if (!event)
		return -1;
	__u32 captured = copy_frame(skb, event->data, settings.largest > LARGEST ? LARGEST : settings.largest);
	event->time = exact_time(c);
	event->depth = depth;
	event->flow = event->network = event->transport = 0;
	event->waits = c->parts->next_tunnel != TUNNEL_NONE;
	if (depth > 0) {
		struct part *last = &c->parts[(depth - 1) & 3];
		__u16 tag = skb->vlan_present ? 4 : 0;
		event->flow = last->key;
		event->waits = last->after;
		event->network = last->network + tag;
		event->transport = last->transport ? last->transport + tag : 0;
	}
	event->length = wire_length(skb);
	event->captured = captured;
	if (captured > LARGEST)
		return -1;
	__u64 wake = bpf_ringbuf_query(&steffi_frames, BPF_RB_AVAIL_DATA) >= settings.wake_at ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP;
	if (bpf_ringbuf_output(&steffi_frames, event, __builtin_offsetof(struct frame_event, data) + captured, wake))
		return -1;
	c->counters.up++;
	return 0;
}

#include "entries.h"

// True when the packet went up to be looked at, and so is counted there.
static __noinline int look(struct __sk_buff *skb, struct counting *c, struct flow_count *entry, int depth)
{
	struct part *last = &c->parts[(depth - 1) & 3];
	if (last->bare && !settings.bare)
		return 0;
	__u64 flow = last->key;
	if (bpf_map_lookup_elem(&steffi_known, &flow)) {
		entry->way[0].looks = entry->way[1].looks = 0;
		return 0;
	}
	if (send_up(skb, c, depth))
		return 0;
	entry->way[last->way & 1].flags |= last->flags & (TCP_FIN | TCP_RST);
	if (--entry->way[last->way & 1].looks == 0)
		bpf_map_update_elem(&steffi_known, &flow, &zero, BPF_ANY);
	return 1;
}

// A new connection between ends that were known.
static __always_inline void look_again(struct flow_count *entry, struct part *p)
{
	__u64 flow = p->key;
	bpf_map_delete_elem(&steffi_known, &flow);
	entry->way[0].looks = entry->way[1].looks = settings.looks;
}

// The first SYN, FIN and RST of each way; what asks, and how long its answer takes.
static __noinline void measure(struct counting *c, struct flow_count *entry, const struct part *p)
{
	struct flow_way *way = &entry->way[p->way & 1];
	__u64 now = exact_time(c);
	if (p->flags & TCP_SYN && !way->syn) {
		way->syn = now;
		way->syn_ttl = p->ttl;
	}
	if (p->flags & TCP_FIN && !way->fin)
		way->fin = now;
	if (p->flags & TCP_RST && !way->rst)
		way->rst = now;
	if ((p->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN || p->asks == 1) {
		if (!entry->asked)
			entry->asked = now;
	} else if (entry->asked && (p->asks == 2 || (p->flags & (TCP_SYN | TCP_RST) && entry->way[!p->way].syn))) {
		entry->rtt = now - entry->asked;
		entry->asked = 0;
	}
}

static __always_inline void count(struct counting *c, struct flow_count *entry, const struct part *p, __u64 bytes)
{
	struct flow_way *way = &entry->way[p->way & 1];
	__sync_fetch_and_add(&way->packets, 1);
	__sync_fetch_and_add(&way->bytes, bytes);
	if (unlikely(!way->first)) {
		way->first = exact_time(c);
		way->ttl = p->ttl;
	}
	if (p->flags && (way->flags & p->flags) != p->flags)
		way->flags |= p->flags;
	if (unlikely((p->flags & (TCP_SYN | TCP_FIN | TCP_RST)) || p->asks))
		measure(c, entry, p);
	way->last = c->time;
}

static __always_inline int name_part(struct part *p, __u64 outer)
{
	if (unlikely(p->ends.what & WHAT_FRAGMENT) && settings.defragment)
		return FRAGMENT;
	p->ends.outer = outer;
	set_key(p);
	return PARSED;
}

// Parses one part and makes its key.
static __always_inline int take_part(struct __sk_buff *skb, struct part *p, __u64 outer)
{
	int status = parse_part(skb, p);
	return status == PARSED ? name_part(p, outer) : status;
}

static __always_inline void begin(struct part *p)
{
	__builtin_memset(p, 0, sizeof(*p));
	p->limit = ~0u;
	p->begins = settings.link_header ? BEGINS_ETHERNET : BEGINS_IP;
}

// The parts within the first; how many there are with it, or none when one is not for here.
static __noinline int parse_inner(struct __sk_buff *skb, struct part *parts)
{
	struct part *p = parts;
	for (int depth = 1; depth < PARTS; depth++) {
		struct part *inner = &parts[depth];
		__builtin_memset(inner, 0, sizeof(*inner));
		inner->offset = p->next;
		inner->limit = p->limit;
		inner->begins = p->next_begins;
		inner->tunnel = p->next_tunnel;
		int status = take_part(skb, inner, p->key);
		if (status != PARSED)
			return status == SHORT ? -SHORT : -UNKNOWN;
		if (inner->next_tunnel == TUNNEL_NONE)
			return depth + 1;
		p = inner;
	}
	return -UNKNOWN;
}

static __always_inline int depth_of(struct __sk_buff *skb, struct part *parts, int status)
{
	if (unlikely(status != PARSED))
		return -status;
	return likely(parts->next_tunnel == TUNNEL_NONE) ? 1 : parse_inner(skb, parts);
}

// How many parts the frame has; negative: a reason why it is not counted here. Most have one: to parse it in place saves 5 of 135 ns.
static __always_inline int parse_all(struct __sk_buff *skb, struct part *parts)
{
	begin(parts);
	int status = parse(skb, parts);
	return depth_of(skb, parts, status == PARSED ? name_part(parts, 0) : status);
}

// With more of the frame in reach.
static __noinline int parse_again(struct __sk_buff *skb, struct part *parts)
{
	if (bpf_skb_pull_data(skb, skb->len < 512 ? skb->len : 512))
		return -SHORT;
	begin(parts);
	return depth_of(skb, parts, take_part(skb, parts, 0));
}

// True when the innermost part's packet is not counted here but looked at above.
static __always_inline int is_looked_at(struct __sk_buff *skb, struct counting *c, struct flow_count *entry, int depth)
{
	if (!settings.looks)
		return 0;
	struct part *p = &c->parts[(depth - 1) & 3];
	if (unlikely(p->opens))
		look_again(entry, p);
	return unlikely(entry->way[p->way & 1].looks) && look(skb, c, entry, depth);
}

static __noinline int full(struct __sk_buff *skb, struct counting *c)
{
	c->counters.full++;
	return send_up(skb, c, 0);
}

// A tunnel and what is in it.
static __noinline int take_parts(struct __sk_buff *skb, struct counting *c, int depth)
{
	struct flow_count *first = entry_of(skb, c, 0), *second = first ? entry_of(skb, c, 1) : 0, *third = 0;
	if (depth > 2 && second)
		third = entry_of(skb, c, 2);
	struct flow_count *last = depth == 2 ? second : third;
	if (!first || !second || !last)
		return full(skb, c);
	if (is_looked_at(skb, c, last, depth))
		return 0;
	count(c, first, &c->parts[0], wire_length(skb));
	count(c, second, &c->parts[1], skb->len - c->parts[1].offset);
	if (third)
		count(c, third, &c->parts[2], skb->len - c->parts[2].offset);
	return 0;
}

#include "fragments.h"

static __always_inline int take(struct __sk_buff *skb, struct counting *c)
{
	set_time(c);
	int depth = parse_all(skb, c->parts);
	if (unlikely(depth == -SHORT))
		depth = parse_again(skb, c->parts);
	if (unlikely(depth < 1))
		return depth == -FRAGMENT ? take_fragment(skb, c) : send_up(skb, c, 0);
	if (unlikely(depth > 1))
		return take_parts(skb, c, depth);
	struct flow_count *entry = entry_of(skb, c, 0);
	if (unlikely(!entry))
		return full(skb, c);
	if (is_looked_at(skb, c, entry, 1))
		return 0;
	count(c, entry, &c->parts[0], wire_length(skb));
	return 0;
}

SEC("tc")
int steffi_flows(struct __sk_buff *skb)
{
	struct counting *c = bpf_map_lookup_elem(&steffi_counting, &zero);
	if (!c)
		return -1;
	c->counters.packets++;
	if (unlikely(take(skb, c)))
		c->counters.dropped++;
	return -1;
}

char LICENSE[] SEC("license") = "GPL";
