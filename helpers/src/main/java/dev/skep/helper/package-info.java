/**
 * How a helper or a kfunc is declared and bound: one annotated method states its id, its prototype, the program types
 * that may call it, and its body.
 *
 * <p>Everything that the verifier asks ({@link dev.skep.helper.HelperPrototype},
 * {@link dev.skep.helper.KfuncPrototype}) and everything that the engine calls ({@link dev.skep.helper.HelperBody}) is
 * read off these methods; there is no second table. The bodies stand in the rooms below, by family.
 */
@NullMarked
package dev.skep.helper;

import org.jspecify.annotations.NullMarked;
