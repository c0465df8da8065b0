/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is expected of a BPF program, written at the program: `skep test OBJECT.bpf.o` reads it from the object's types.
 *
 *	SEC("xdp")
 *	__success __packet("ipv4 10.0.0.9 > 10.0.0.1 / udp 1 > 2") __retval(XDP_PASS)
 *	int passes(struct xdp_md *ctx) { return XDP_PASS; }
 *
 *	SEC("xdp")
 *	__failure __errno(EACCES) __msg("invalid access to packet")
 *	int unchecked(struct xdp_md *ctx) { ... }
 *
 * Compile with -g. Programs without __success and __failure are no tests. The names are those of the kernel's selftests;
 * where their header comes first, its macros are used, which mean the same.
 */
#ifndef SKEP_TEST_H
#define SKEP_TEST_H

#define SKEP_TAG(text) __attribute__((btf_decl_tag("skep:" text)))
#define SKEP_TEXT(x) #x
#define SKEP_VALUE(x) SKEP_TEXT(x)

/* The verifier accepts the program. */
#ifndef __success
#define __success SKEP_TAG("success")
#endif

/* The verifier rejects it. */
#ifndef __failure
#define __failure SKEP_TAG("failure")
#endif

/* The verifier says this, one such text after the other; {{...}} in it is a regular expression. */
#ifndef __msg
#define __msg(text) SKEP_TAG("msg=" SKEP_VALUE(__COUNTER__) "=" text)
#endif

/* How much the verifier says: 1 the path that failed, 2 everything, 4 statistics only. */
#ifndef __log_level
#define __log_level(level) SKEP_TAG("log_level=" SKEP_VALUE(level))
#endif

/* What the program returns: a number, or the name of an action. */
#ifndef __retval
#define __retval(value) SKEP_TAG("retval=" #value)
#endif

/* What a report calls the program. */
#ifndef __description
#define __description(text) SKEP_TAG("description=" text)
#endif

/* The error with which it is rejected: EACCES. */
#define __errno(name) SKEP_TAG("errno=" #name)

/* The packet on which it runs, in the words of CASES.md; without one it gets 64 bytes of zeros, if it has a __retval. */
#define __packet(text) SKEP_TAG("packet=" text)

/* The packet as the program leaves it. */
#define __packet_out(text) SKEP_TAG("packet_out=" text)

/* Why it is not run. */
#define __skip(reason) SKEP_TAG("skip=" reason)

#endif
