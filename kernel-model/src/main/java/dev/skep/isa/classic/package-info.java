/**
 * Classic BPF, the instruction set of {@code SO_ATTACH_FILTER}, seccomp and tcpdump, as filters over packets: checked
 * and translated into the instruction set of {@code isa}. Counterpart: {@code net/core/filter.c}; source:
 * Documentation/networking/filter.rst.
 */
@NullMarked
package dev.skep.isa.classic;

import org.jspecify.annotations.NullMarked;
