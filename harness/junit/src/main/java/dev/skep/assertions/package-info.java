/** AssertJ assertions about what programs did; begin with {@link dev.skep.assertions.SkepAssertions}. */
@NullMarked
package dev.skep.assertions;

import org.jspecify.annotations.NullMarked;
