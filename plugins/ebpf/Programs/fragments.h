// Datagrams in pieces, with IPDefrag: each is one packet of the flow that its first fragment's ports name, of all its frames' bytes, and counts when the
// last of its fragments has come, in whatever order they do. What cannot be counted so goes up, with all fragments that follow: a tunnel; a flow
// that is being classified.
#pragma once

#define LARGEST_DATAGRAM 65535
#define PATIENCE (30ull * 1000 * 1000 * 1000)
#define UNIT 8

struct datagram_name {
	__u64 from[2], to[2];
	__u32 id;
	__u8 protocol, ip6, unused[2];
};

struct datagram {
	__u64 since;
	__u64 frames, again;    // that came and are not counted yet; of them, the same once more
	__u64 bytes, payload;
	__u32 total, end;       // of the payload: 0 until the last one has come; the farthest so far
	__u32 misfits;          // that were none of it
	__u8 named, up;         // its first fragment has come; its fragments go up
	__u8 unused[2];
	struct part part;       // of the first fragment
	struct flow_count made; // the entry of its flow, if there is none
	__u64 came[LARGEST_DATAGRAM / UNIT / 64 + 1]; // where fragments began
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1);
	__type(key, struct datagram_name);
	__type(value, struct datagram);
} steffi_datagrams SEC(".maps");

static const struct datagram fresh = {};

struct piece {
	struct datagram_name name;
	__u32 offset, length, more;
};

static __always_inline int read_piece(struct __sk_buff *skb, const struct part *p, struct piece *piece)
{
	const struct flow_ends *ends = &p->ends;
	__u32 at = p->next, end = p->limit < skb->len ? p->limit : skb->len;
	int from = p->way & 1;
	for (int i = 0; i < 2; i++) {
		piece->name.from[i] = from ? ends->address[1][i] : ends->address[0][i];
		piece->name.to[i] = from ? ends->address[0][i] : ends->address[1][i];
	}
	if (ends->what & WHAT_IP6) {
		struct fragment header;
		if (bpf_skb_load_bytes(skb, at, &header, sizeof(header)))
			return -1;
		piece->name.id = header.id;
		piece->name.protocol = header.next;
		piece->name.ip6 = 1;
		piece->offset = bpf_ntohs(header.offset) & 0xfff8;
		piece->more = bpf_ntohs(header.offset) & 1;
		at += sizeof(header);
	} else {
		struct ipv4 header;
		if (bpf_skb_load_bytes(skb, p->network, &header, sizeof(header)))
			return -1;
		piece->name.id = header.id;
		piece->name.protocol = header.protocol;
		piece->offset = (bpf_ntohs(header.fragment) & 0x1fff) * UNIT;
		piece->more = bpf_ntohs(header.fragment) & 0x2000;
	}
	piece->length = at < end ? end - at : 0;
	return 0;
}

static __always_inline int fits(const struct datagram *d, const struct piece *piece)
{
	__u32 end = piece->offset + piece->length;
	if (!piece->length || (piece->more && piece->length % UNIT) || end > LARGEST_DATAGRAM)
		return 0;
	return !d->total ? piece->more || end >= d->end : piece->more ? end <= d->total : end == d->total;
}

// The first fragment says which flow; true when that is not for here to count.
static __always_inline int name_datagram(struct __sk_buff *skb, struct counting *c, struct datagram *d)
{
	struct part *p = c->parts;
	begin(p);
	p->whole = 1;
	if (take_part(skb, p, 0) != PARSED || p->next_tunnel != TUNNEL_NONE)
		return 1;
	if (settings.looks && !bpf_map_lookup_elem(&steffi_known, &p->key))
		return 1;
	d->part = *p;
	describe(skb, c, &d->made, p, 0);
	d->named = 1;
	return 0;
}

static __noinline int count_datagram(struct counting *c, struct datagram *d)
{
	void *map = map_of(d->part.key);
	struct flow_count *entry = map ? bpf_map_lookup_elem(map, &d->part.key) : 0;
	if (map && !entry)
		entry = put(map, &d->part.key, &d->made);
	if (!entry) {
		c->counters.full++;
		return -1;
	}
	__sync_fetch_and_add(&entry->fragments, d->frames - d->again - 1);
	__sync_fetch_and_add(&entry->misfits, d->misfits);
	count(c, entry, &d->part, d->bytes);
	return 0;
}

// Its fragments that came before are lost: they cannot go up any more.
static __always_inline int give_up(struct __sk_buff *skb, struct counting *c, struct datagram *d)
{
	c->counters.dropped += d->frames;
	d->frames = 0;
	d->up = 1;
	return send_up(skb, c, 0);
}

static __noinline int take_fragment(struct __sk_buff *skb, struct counting *c)
{
	struct piece piece = {};
	if (bpf_skb_pull_data(skb, skb->len < 512 ? skb->len : 512) || read_piece(skb, c->parts, &piece))
		return send_up(skb, c, 0);
	struct datagram *d = bpf_map_lookup_elem(&steffi_datagrams, &piece.name);
	if (!d || c->time - d->since >= PATIENCE) {
		bpf_map_update_elem(&steffi_datagrams, &piece.name, (void *)&fresh, BPF_ANY);
		d = bpf_map_lookup_elem(&steffi_datagrams, &piece.name);
		if (!d)
			return send_up(skb, c, 0);
		d->since = c->time;
		d->up = settings.looks && piece.offset;
	}
	if (d->up)
		return send_up(skb, c, 0);
	if (!fits(d, &piece)) {
		d->misfits++;
		return send_up(skb, c, 0);
	}
	if (!piece.offset && !d->named && name_datagram(skb, c, d))
		return give_up(skb, c, d);

	__u64 bit = 1ull << (piece.offset / UNIT & 63);
	__sync_fetch_and_add(&d->frames, 1);
	__sync_fetch_and_add(&d->bytes, wire_length(skb));
	if (__sync_fetch_and_or(&d->came[piece.offset / UNIT / 64 & 127], bit) & bit) {
		__sync_fetch_and_add(&d->again, 1);
		return 0;
	}
	if (!piece.more)
		d->total = piece.offset + piece.length;
	if (piece.offset + piece.length > d->end)
		d->end = piece.offset + piece.length;
	if (__sync_fetch_and_add(&d->payload, piece.length) + piece.length != d->total || !d->named)
		return 0;
	int status = count_datagram(c, d);
	if (status)
		c->counters.dropped += d->frames - 1;
	bpf_map_delete_elem(&steffi_datagrams, &piece.name);
	return status;
}
