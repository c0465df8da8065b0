/**
 * Tests of BPF programs with JUnit: {@link dev.skep.junit.Skep} on the class, {@link dev.skep.junit.Load} on its
 * fields.
 */
@NullMarked
package dev.skep.junit;

import org.jspecify.annotations.NullMarked;
