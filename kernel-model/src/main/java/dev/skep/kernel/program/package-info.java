/**
 * Programs: what kinds there are ({@link dev.skep.kernel.program.ProgramType}, one row each), what is handed over for
 * loading ({@link dev.skep.kernel.program.ProgramImage}), what is loaded ({@link dev.skep.kernel.program.BpfProgram})
 * and one run of it ({@link dev.skep.kernel.program.Invocation}).
 */
@NullMarked
package dev.skep.kernel.program;

import org.jspecify.annotations.NullMarked;
