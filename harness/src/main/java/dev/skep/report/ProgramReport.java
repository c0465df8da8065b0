package dev.skep.report;

/** What a command has to say about one program. */
public sealed interface ProgramReport permits RunReport, RejectionReport {
    /** File name of the object. */
    String object();

    /** Name of the program that was asked for. */
    String program();

    /** Its type as bpftool names it. */
    String type();
}
