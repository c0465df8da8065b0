/**
 * The command line. A verb is a class here; it parses its options, calls the rooms that do the work, and hands the
 * result to {@code report}. Nothing else in Skep prints or exits.
 */
@NullMarked
package dev.skep.cli;

import org.jspecify.annotations.NullMarked;
