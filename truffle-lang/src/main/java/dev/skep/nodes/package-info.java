/**
 * The program as Truffle nodes: functions cut into regions, regions into basic blocks, blocks into one small node for
 * each instruction; the counterpart of the kernel's JIT.
 */
@NullMarked
package dev.skep.nodes;

import org.jspecify.annotations.NullMarked;
