/**
 * BTF, the type format of BPF: read and written as bytes, walked as sealed {@link dev.skep.btf.BtfType} records, laid
 * out, and used to turn memory into typed values and back. Counterpart: {@code kernel/bpf/btf.c} and libbpf's
 * {@code btf.c}.
 */
@NullMarked
package dev.skep.btf;

import org.jspecify.annotations.NullMarked;
