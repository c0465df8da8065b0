package dev.skep.report;

import dev.skep.veristat.StatRow;

/**
 * What the verifier said about a program of an object.
 *
 * @param row its statistics
 * @param section of the object that the program stands in
 * @param errno what {@code BPF_PROG_LOAD} fails with, a positive number; 0 when it does not fail
 * @param log as the kernel writes it, as much of it as was asked for
 * @param hint the rejection in plain words; empty when there is none
 */
public record VerdictReport(StatRow row, String section, int errno, String log, String hint) {}
