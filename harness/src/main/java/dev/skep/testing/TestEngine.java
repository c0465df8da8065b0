package dev.skep.testing;

import dev.skep.language.BpfEngine;
import java.util.concurrent.CompletableFuture;

/**
 * The engine of the programs that tests run: one for the whole JVM, opened when the first object is loaded or, in the
 * background, when somebody says that one will be.
 */
public final class TestEngine {
    private static final CompletableFuture<BpfEngine> ENGINE = new CompletableFuture<>();

    private TestEngine() {}

    /** Begins to open the engine on a thread of its own, and comes back at once. */
    public static void open() {
        Opening.begin();
    }

    static BpfEngine get() {
        open();
        return ENGINE.join();
    }

    /** Begins once in a JVM. */
    private static final class Opening {
        static {
            Thread thread = new Thread(Opening::run, "skep-engine");
            thread.setDaemon(true);
            thread.start();
        }

        static void begin() {
            // Being called is what begins it.
        }

        private static void run() {
            try {
                ENGINE.complete(BpfEngine.open());
            } catch (RuntimeException | Error e) {
                ENGINE.completeExceptionally(e);
            }
        }
    }
}
