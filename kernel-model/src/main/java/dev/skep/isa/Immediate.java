package dev.skep.isa;

/** The constant of an instruction. 64-bit operations extend its sign. */
public record Immediate(int value) implements Operand {}
