package dev.skep.nodes;

/**
 * What a call target stands for: a function of a program, or a region of one.
 *
 * @param name as a profiler or a debugger shows it
 * @param startSlot where it begins
 * @param endSlot where what follows it begins
 */
record Part(Code code, String name, int startSlot, int endSlot) {}
