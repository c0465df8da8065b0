/**
 * The instruction set: what an instruction is ({@link dev.skep.isa.Instruction}), what its operators compute, how it
 * stands in eight bytes, and how the kernel's log writes it. Nothing here knows of maps, programs or the kernel.
 */
@NullMarked
package dev.skep.isa;

import org.jspecify.annotations.NullMarked;
