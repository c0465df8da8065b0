package dev.skep.language;

import com.oracle.truffle.api.TruffleLanguage.Env;

/** What one polyglot context of the language has of its own. */
record BpfContext(Env env) {}
