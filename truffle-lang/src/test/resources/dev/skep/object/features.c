/*
 * Sections, maps and functions of all kinds. features.bpf.o is made from it by
 *   clang-19 -g -O2 -mcpu=v3 -target bpf -ffile-prefix-map=/usr/include=include -fdebug-compilation-dir=. -c features.c -o features.bpf.o
 *   llvm-strip-19 -g features.bpf.o
 * and features_be.bpf.o the same way with -target bpfeb.
 */
typedef unsigned int u32;
typedef unsigned long long u64;
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define __ulong(name, val) enum { PASTE(__unique_value, __COUNTER__) = val } name
#define PASTE(a, b) PASTE_(a, b)
#define PASTE_(a, b) a##b

struct key { u32 a, b; };

struct {
	__uint(type, 1);
	__uint(max_entries, 100);
	__uint(map_flags, 4);
	__uint(numa_node, 0);
	__uint(pinning, 1);
	__type(key, struct key);
	__type(value, u64);
} everything SEC(".maps");

struct { __uint(type, 27); __uint(max_entries, 5000); } ring SEC(".maps");
struct { __uint(type, 30); __uint(max_entries, 10); __uint(value_size, 8); __ulong(map_extra, 0x100000003ULL); } bloom SEC(".maps");
struct { __uint(type, 4); __uint(key_size, 4); __uint(value_size, 4); } perf SEC(".maps");
struct { __uint(type, 77); __uint(max_entries, 1); __uint(some_other_field, 3); } newer SEC(".maps");

int visible_data = 1;
static volatile int private_data SEC(".data.private") = 2;
int hidden_data SEC(".data.hidden") __attribute__((visibility("hidden"))) = 3;
const volatile int constant = 4;
u64 zero_a, zero_b;

static __attribute__((noinline)) int static_function(int x) { private_data += x; return private_data; }
__attribute__((noinline)) int global_function(int x) { return x * 3 + hidden_data; }
__attribute__((noinline, visibility("hidden"))) int hidden_function(int x) { return x * 5 + constant; }
static int callback(u32 i, void *ctx) { zero_a += i; return 0; }
__attribute__((noinline)) int unused_function(int x) { return x; }
static long (*bpf_loop)(u32 nr, void *fn, void *ctx, u64 flags) = (void *)181;
static void *(*lookup)(void *map, const void *key) = (void *)1;

SEC("xdp") int plain(void *ctx) { struct key k = {1, 2}; u64 *v = lookup(&everything, &k); return v ? *v + visible_data : 0; }
SEC("?xdp.frags/devmap") int not_loaded(void *ctx) { return static_function(1); }
SEC("xdp_prog") int older_name(void *ctx) { return global_function(2) + static_function(3); }
SEC("lsm.s/file_open") int sleepable(void *ctx) { return hidden_function(4); }
SEC("tp/sched/sched_switch") int tracepoint(void *ctx) { return bpf_loop(10, callback, 0, 0); }
SEC("tp/sched/sched_switch") int second_in_section(void *ctx) { zero_b++; return 0; }
SEC("from-netdev") int custom(void *ctx) { return 0; }
SEC("struct_ops.s/init") int member(void *ctx) { return 0; }

char _license[] SEC("license") = "Dual BSD/GPL";
