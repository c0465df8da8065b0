/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the programs share that are timed: each is an XDP program "bench" that works on a frame of 1,514 bytes and
 * returns a number that tells whether it did what it should. Each begins with a check that the frame is long enough.
 */
#ifndef SKEP_BENCH_H
#define SKEP_BENCH_H

#include "skep_packet.h"

enum { FRAME_BYTES = 1514, ETHERNET_BYTES = 14, IPV4_BYTES = 20, IPV4_END = ETHERNET_BYTES + IPV4_BYTES };

#define DATA(ctx) ((void *)(long)(ctx)->data)
#define DATA_END(ctx) ((void *)(long)(ctx)->data_end)
#define ROTATE(value, bits) ((value) << (bits) | (value) >> (64 - (bits)))

char _license[] SEC("license") = "GPL";

#endif
