// What the flow program and its reader share: Counting/KernelFlow.cs has the same layouts.
#pragma once
#include "kernel.h"

// Headers of a flow's first packet that its entry keeps: outer and inner ones of a tunnel over IPv6 in IPv6 with tags.
#define SNAP 176
// Parts of a frame, one in the other, that are counted here; a frame with more goes up.
#define PARTS 3
// Maps that flows are spread over.
#define HALVES 2
// Payload that goes up at most.
#define LARGEST 8192

// Tells flows apart at least as finely as any table above, which adds up what it does not tell apart. Ends are in order, so that both ways
// meet. The key of a map is a secret hash of it, new with each load: of 100,000 flows two meet once in 2 billion drains, and hashing and
// comparing all of it would take half the time of a packet. Whole words, written and read as such: a processor waits where a word is read that
// was written in pieces.
struct flow_ends {
	__u64 address[2][2];
	__u64 link[2];  // 48 bits, and above them the port
	__u64 outer;    // of an inner part: hash of the ends around it
	__u64 what;     // id of the part's own tunnel header, or of an ICMP message; protocol; the WHAT bits
};
#define WHAT_PROTOCOL(p) ((__u64)(p) << 32)
#define WHAT_FRAGMENT (1ull << 40)
#define WHAT_IP6 (1ull << 41)
#define WHAT_BACK (1ull << 42)      // this way alone
#define WHAT_KIND(k) ((__u64)(k) << 48) // what the part begins with, and its tunnel header

// One way of a flow: a cache line.
struct flow_way {
	__u64 packets, bytes;
	__u64 first, last;      // CLOCK_MONOTONIC, ns
	__u64 syn, fin, rst;    // of the first of each
	__u16 flags;            // all TCP flags seen
	__u8 ttl, syn_ttl;
	__u16 looks;            // packets that still go up for classification
	__u16 followed;         // by another connection, which has an entry of its own
};

enum {
	OPPOSITE = 1,           // the snap's packet went from end 1 to end 0
	FINER = 2,              // other entries may be of the same flow above
};

// The kernel puts 48 bytes and the key before it: a packet touches that cache line, and the one of its way.
struct flow_count {
	__u64 asked;            // time of the open SYN or echo request
	struct flow_way way[2]; // in the order of the ends
	__u64 rtt;              // ns from such a question to its answer
	__u32 length;           // of the snap's packet on the wire
	__u16 captured;         // of snap
	__u16 network, transport; // where the part's headers begin in snap; 0: it has none
	__u8 part;              // which part of the snap's frame
	__u8 marks;
	__u32 fragments, misfits; // of the datagrams that were counted whole: beside their last one; and those that were none of theirs
	__u32 unused;
	__u8 snap[SNAP];
};

// A frame that goes up: to be metered there, and counted nowhere else.
struct frame_event {
	__u64 time;
	__u64 flow;             // of its last part, by which classification ends; 0: was not understood
	__u32 length;
	__u16 captured;
	__u16 depth;            // parts in it
	__u16 network, transport; // of the last part; 0: it has none
	__u32 waits;            // for what was counted before it: of its flow packets are in the map, or those of the connection before its own
	__u8 data[LARGEST];
};

struct counters {
	__u64 packets;          // seen
	__u64 up;               // gone up
	__u64 dropped;          // lost: to be metered above, but the ring was full
	__u64 full;             // went up because the map had no room
};

// Set before loading.
struct settings {
	__u64 secret[2];
	__u32 link_header;      // 0: the interface's frames begin with IP
	__u32 largest;          // bytes of a frame that go up
	__u32 looks;            // packets of a flow that go up to be classified; 0: none
	__u32 defragment;       // fragments count as one packet with their datagram
	__u32 wake_at;          // bytes in the ring at which its reader is woken
	__u32 bare;             // looks are at TCP packets without payload, too
};
