package dev.skep.verifier.structure;

/**
 * What is said about a function of a program; {@code struct bpf_func_info}.
 *
 * @param slot its first, unsigned
 * @param typeId of its declaration in the program's BTF, unsigned
 */
public record FunctionRecord(int slot, int typeId) {}
