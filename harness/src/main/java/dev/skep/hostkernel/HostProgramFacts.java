package dev.skep.hostkernel;

import dev.skep.isa.Bytecode;

/**
 * What the kernel made of a program.
 *
 * @param translated the instructions as the verifier left them; empty where the kernel does not show them
 * @param jitedBytes machine code; 0 when it is interpreted
 * @param verifiedInstructions how many the verifier looked at, on all paths
 */
public record HostProgramFacts(Bytecode translated, int jitedBytes, int verifiedInstructions) {}
