/** What a run found, for people (tables) and for programs (JSON). Nothing here decides anything. */
@NullMarked
package dev.skep.report;

import org.jspecify.annotations.NullMarked;
