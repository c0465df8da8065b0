@NullMarked
package dev.skep.verifier.domain;

import org.jspecify.annotations.NullMarked;
