/** What rejections mean, in plain words. Nothing of this is the kernel's: hints stand after its log and never in it. */
@NullMarked
package dev.skep.verifier.hint;

import org.jspecify.annotations.NullMarked;
