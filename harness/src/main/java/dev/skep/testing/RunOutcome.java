package dev.skep.testing;

import dev.skep.kernel.net.TestRunResult;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param redirection where the program wanted the packet to go; empty where it said nothing, or the kernel does not
 *     tell
 */
record RunOutcome(TestRunResult result, Optional<Redirection> redirection) {}
