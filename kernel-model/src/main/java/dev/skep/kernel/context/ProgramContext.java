package dev.skep.kernel.context;

/**
 * The Java object behind a program's context pointer: a packet buffer, later a socket or an event. Fields of the
 * context struct are read from it and written to it through a {@link ContextLayout}.
 */
public interface ProgramContext {}
