package dev.skep.language;

/** What one polyglot context of the language has of its own. */
final class BpfContext {}
