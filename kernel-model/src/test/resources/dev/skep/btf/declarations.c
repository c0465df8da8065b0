/* Declarations that are hard to say in C; compiled with "clang-19 -target bpf -g -O2 -c". */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef _Bool bool;
struct declared;
union declared_union;
struct list { struct list *next, **tail; };
struct tree { struct node { struct tree *up; } n; struct node *more; };
typedef struct later later_t;
struct uses_later { later_t *l; void (*visit)(later_t *, ...); };
struct later { struct uses_later embedded; };
typedef int (*callback)(const char *volatile name, int (*inner)(void), struct declared *d);
typedef const int *const *pointers[10];
typedef void (*(*returns_function)(int))(long);
typedef int grid[2][3];
typedef struct { int anonymous; } alias;
typedef enum { RED, GREEN = 5, BLUE = -1 } color;
enum { LONELY = 7, ALONE = 9 };
enum small { TINY = 1 } ;
enum wide { HUGE_VALUE = 0x100000000ULL, NEXT };
enum wide_signed { NEGATIVE = -1LL, BIG = 0x7fffffff00000000LL };
struct bits { int a : 3; unsigned b : 5; u64 c : 40; u8 : 0; bool d : 1; color e : 4; long tail; };
struct packed { u8 a; u64 b; } __attribute__((packed));
struct aligned { u8 a; } __attribute__((aligned(64)));
struct gaps { u8 a; u64 b __attribute__((aligned(32))); u8 c; };
struct anonymous { union { int i; struct { short low, high; }; float f; }; struct { double d; } named[2]; char text[]; };
struct empty {};
struct everything {
	struct list l; struct tree t; struct uses_later u; callback cb; pointers p; returns_function rf; grid g; alias al;
	color co; enum small sm; enum wide wi; enum wide_signed ws; struct bits b; struct packed pa; struct aligned ag; struct gaps ga; struct empty em;
	union declared_union *du; const volatile void *cv; char *restrict r; u32 (*table[4])(struct anonymous *); __int128 wide_int; struct anonymous an;
};
typedef int twice;
struct twice { int x; };
struct everything everything;
enum small use_small;
struct twice first; twice second;
int lonely(void) { return LONELY; }
static int (*const operations[2])(void) = { lonely, lonely };
int call(int i) { return operations[i & 1](); }
int tagged(int __attribute__((btf_type_tag("user"))) *p) { return *p; }
int decl __attribute__((btf_decl_tag("a_tag")));
