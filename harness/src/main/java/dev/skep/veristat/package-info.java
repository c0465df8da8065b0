/**
 * Statistics of verified programs in the way of the kernel's {@code tools/testing/selftests/bpf/veristat.c}: its names
 * and order of columns, its filters and sort orders, its table and CSV, its comparison of two CSV files.
 */
@NullMarked
package dev.skep.veristat;

import org.jspecify.annotations.NullMarked;
