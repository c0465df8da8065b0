package dev.skep.object;

/** A place in a section that waits for a symbol's value; the addend is 0 unless the section carries addends. */
record ElfRelocation(long offset, ElfSymbol symbol, long addend) {}
