package dev.skep.session;

import dev.skep.language.BpfEngine;
import org.jspecify.annotations.Nullable;

/** An engine that is opened when the first program runs: judging needs none, and opening one takes longer than that. */
public final class LazyEngine implements AutoCloseable {
    private @Nullable BpfEngine engine;

    /** The engine. */
    public BpfEngine get() {
        BpfEngine opened = engine;
        if (opened == null) {
            opened = BpfEngine.open();
            engine = opened;
        }
        return opened;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
