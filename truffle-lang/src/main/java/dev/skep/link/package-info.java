/**
 * Linking: an object's blueprint and a kernel become maps in that kernel and programs ready to be loaded. Counterpart:
 * the second half of libbpf's {@code libbpf.c}, {@code bpf_object__load} without the loading of programs.
 */
@NullMarked
package dev.skep.link;

import org.jspecify.annotations.NullMarked;
