#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

struct list {
	struct list *next;
	struct list **tail;
};

struct tree;

struct node {
	struct tree *up;
};

struct tree {
	struct node n;
	struct node *more;
};

struct later;

typedef struct later later_t;

struct uses_later {
	later_t *l;
	void (*visit)(later_t *, ...);
};

struct declared;

typedef int (*callback)(const char * volatile, int (*)(void), struct declared *);

typedef const int * const *pointers[10];

typedef void (* (*returns_function)(int))(long);

typedef int grid[2][3];

typedef struct {
	int anonymous;
} alias;

typedef enum {
	RED = 0,
	GREEN = 5,
	BLUE = -1,
} color;

enum small {
	TINY = 1,
};

enum wide {
	HUGE_VALUE = 4294967296ULL,
	NEXT = 4294967297ULL,
};

enum wide_signed {
	NEGATIVE = -1LL,
	BIG = 9223372032559808512LL,
};

typedef unsigned long long u64;

typedef _Bool bool;

struct bits {
	int a: 3;
	unsigned int b: 5;
	u64 c: 40;
	bool d: 1;
	color e: 4;
	long tail;
};

typedef unsigned char u8;

struct packed {
	u8 a;
	u64 b;
} __attribute__((packed));

struct aligned {
	u8 a;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
	long: 64;
};

struct gaps {
	u8 a;
	long: 64;
	long: 64;
	long: 64;
	u64 b;
	u8 c;
	long: 64;
	long: 64;
};

struct empty {};

union declared_union;

typedef unsigned int u32;

struct anonymous {
	union {
		int i;
		struct {
			short low;
			short high;
		};
		float f;
	};
	struct {
		double d;
	} named[2];
	char text[0];
};

struct everything {
	struct list l;
	struct tree t;
	struct uses_later u;
	callback cb;
	pointers p;
	returns_function rf;
	grid g;
	alias al;
	color co;
	enum small sm;
	enum wide wi;
	enum wide_signed ws;
	struct bits b;
	struct packed pa;
	long: 64;
	long: 64;
	long: 64;
	struct aligned ag;
	struct gaps ga;
	struct empty em;
	union declared_union *du;
	volatile const void *cv;
	char * restrict r;
	u32 (*table[4])(struct anonymous *);
	long: 64;
	__int128 wide_int;
	struct anonymous an;
	long: 64;
	long: 64;
	long: 64;
};

struct later {
	struct uses_later embedded;
};

struct twice {
	int x;
};

typedef int twice;

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif

#endif /* __VMLINUX_H__ */
