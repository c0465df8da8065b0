package dev.skep.kernel.hook;

import java.util.ArrayList;
import java.util.List;

/**
 * The programs of sessions at one call of a function: each runs at the entry, and again at the return if it said 0.
 * What it leaves in its cookie at the entry it finds there at the return. Counterpart: {@code struct
 * bpf_session_run_ctx}.
 */
final class Sessions {
    private static final int COOKIE_BYTES = 8;

    private final Stage stage;
    private final Occurrence occurrence;
    private final List<Session> waiting = new ArrayList<>();

    private record Session(Link link, long cookie) {}

    Sessions(Stage stage, Occurrence occurrence) {
        this.stage = stage;
        this.occurrence = occurrence;
    }

    /** The function is called. */
    void enter(List<Hook> hooks, long context) {
        for (Hook hook : hooks) {
            for (Link link : hook.links()) {
                Session session =
                        new Session(link, stage.kernel().memory().allocate(COOKIE_BYTES, 8, "cookie of a session"));
                if (run(session, context) == 0) {
                    waiting.add(session);
                } else {
                    end(session);
                }
            }
        }
    }

    /** The function returns. */
    void leave(long context) {
        for (Session session : waiting) {
            run(session, context);
            end(session);
        }
        waiting.clear();
    }

    private long run(Session session, long context) {
        occurrence.withSessionCookie(session.cookie());
        return session.link().run(stage.invocation(), stage.cpu(), occurrence, context);
    }

    private void end(Session session) {
        stage.kernel().memory().free(session.cookie());
    }
}
