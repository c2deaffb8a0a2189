// The entries of the maps in use: found by a part's key, or made.
#pragma once

static __always_inline void describe(struct __sk_buff *skb, struct counting *c, struct flow_count *blank, const struct part *p, __u32 index)
{
	blank->captured = copy_frame(skb, blank->snap, SNAP);
	blank->part = index;
	int finer = index || p->alone || p->after || (p->ends.what & WHAT_FRAGMENT);
	blank->marks = (p->way ? OPPOSITE : 0) | (finer ? FINER : 0);
	blank->length = wire_length(skb);
	__u16 tag = skb->vlan_present ? 4 : 0;
	blank->network = p->network + tag;
	blank->transport = p->transport ? p->transport + tag : 0;
	blank->way[0].looks = blank->way[1].looks = settings.looks;
}

// The lowest bit of a key is always set, and the map has its buckets by all of it.
static __always_inline void *map_of(__u64 key)
{
	__u32 half = key >> 1 & (HALVES - 1);
	return bpf_map_lookup_elem(&steffi_current, &half);
}

// Another processor may be first; both count in the one that stands.
static __always_inline struct flow_count *put(void *map, __u64 *key, struct flow_count *made)
{
	bpf_map_update_elem(map, key, made, BPF_NOEXIST);
	return bpf_map_lookup_elem(map, key);
}

static __noinline struct flow_count *enter(struct __sk_buff *skb, struct counting *c, void *map, __u32 index)
{
	struct part *p = &c->parts[index];
	describe(skb, c, &c->blank, p, index);
	return put(map, &p->key, &c->blank);
}

static __always_inline struct flow_count *find_or_enter(struct __sk_buff *skb, struct counting *c, __u32 index)
{
	void *map = map_of(c->parts[index].key);
	if (unlikely(!map))
		return 0;
	struct flow_count *entry = bpf_map_lookup_elem(map, &c->parts[index].key);
	return likely(entry != 0) ? entry : enter(skb, c, map, index);
}

// The packet is of a connection that came after the entry's.
static __always_inline int is_after(const struct flow_count *entry, const struct part *p)
{
	return entry->way[p->way & 1].followed || (p->opens && (entry->way[0].flags | entry->way[1].flags) & (TCP_FIN | TCP_RST));
}

// Connections between the same ports, one after the other since the maps were taken into use, have an entry each, up to a fifth: their keys follow from
// each other.
static __noinline struct flow_count *next_entry(struct __sk_buff *skb, struct counting *c, struct flow_count *entry, __u32 index)
{
	struct part *p = &c->parts[index & 3];
	for (int i = 0; i < 4; i++) {
		if (!entry || !is_after(entry, p))
			break;
		entry->way[0].followed = entry->way[1].followed = 1;
		if (settings.looks && p->opens)
			bpf_map_delete_elem(&steffi_known, &p->key);
		p->key = fold(p->key, settings.secret[1]) | 1;
		p->after = 1;
		entry = find_or_enter(skb, c, index & 3);
	}
	return entry;
}

static __always_inline struct flow_count *entry_of(struct __sk_buff *skb, struct counting *c, __u32 index)
{
	struct flow_count *entry = find_or_enter(skb, c, index);
	return unlikely(entry && c->parts[index].flags && is_after(entry, &c->parts[index])) ? next_entry(skb, c, entry, index) : entry;
}
