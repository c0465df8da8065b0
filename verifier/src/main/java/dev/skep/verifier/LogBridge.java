package dev.skep.verifier;

import dev.skep.verifier.log.SourceLines;
import dev.skep.verifier.log.VerifierLog;
import dev.skep.verifier.structure.StructureLog;

/** Lets the checks before and after the walk say what they found in the same log. */
record LogBridge(VerifierLog log, SourceLines lines) implements StructureLog {
    @Override
    public void say(String text) {
        log.say(text);
    }

    @Override
    public void detail(String text) {
        if (log.showsEverything()) {
            log.say(text);
        }
    }

    @Override
    public void source(int slot, String prefix) {
        lines.print(slot, prefix);
    }
}
