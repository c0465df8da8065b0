/**
 * What people do with programs: an object in a kernel of its own, a capture played through it, raw programs as cases.
 * The rooms below know how; here they are put together.
 */
@NullMarked
package dev.skep.session;

import org.jspecify.annotations.NullMarked;
