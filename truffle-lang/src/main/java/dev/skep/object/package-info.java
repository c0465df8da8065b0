/**
 * Objects as clang leaves them: ELF files read into blueprints, without a kernel and always the same from the same
 * bytes. {@link dev.skep.object.ObjectReader} makes an {@link dev.skep.object.ObjectSpec}; {@code dev.skep.link} brings
 * it into a kernel. Counterpart: the opening half of libbpf's {@code libbpf.c}.
 */
@NullMarked
package dev.skep.object;

import org.jspecify.annotations.NullMarked;
