/**
 * CO-RE: instructions that depend on the kernel's types, made to fit the kernel at hand. Counterpart: libbpf's
 * {@code relo_core.c}.
 */
@NullMarked
package dev.skep.link.core;

import org.jspecify.annotations.NullMarked;
