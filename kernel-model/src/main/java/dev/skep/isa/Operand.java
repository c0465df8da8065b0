package dev.skep.isa;

/** The second operand of an arithmetic operation, a move, a store or a branch. */
public sealed interface Operand permits Register, Immediate {}
