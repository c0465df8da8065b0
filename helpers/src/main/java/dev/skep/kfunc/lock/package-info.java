/** Kfuncs that open and close a section: RCU, preemption, interrupts, locks. */
@NullMarked
package dev.skep.kfunc.lock;

import org.jspecify.annotations.NullMarked;
