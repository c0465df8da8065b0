package dev.skep.kernel.program;

/**
 * A record of {@code func_info}: which function of the BTF begins at an instruction.
 *
 * @param slot the function's first instruction
 * @param typeId its {@code BTF_KIND_FUNC}
 */
public record FunctionRecord(int slot, int typeId) {}
