package dev.skep.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers to the questions that were asked last: what one fresh kernel after the other would find out again. Those that
 * nobody asked for the longest are forgotten. A question must hold all that its answer depends on, and neither may hold
 * on to a kernel. Safe for several threads.
 *
 * @param <Q> a question, with equality
 * @param <A> an answer, which nobody changes
 */
public final class LastAsked<Q, A> {
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<Q, A> answers;

    /** For so many questions. */
    public LastAsked(int most) {
        this.answers = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Q, A> eldest) {
                return size() > most;
            }
        };
    }

    /** The answer that was given; null when there was none, or it is forgotten. */
    public synchronized @Nullable A find(Q question) {
        return answers.get(question);
    }

    /** Keeps an answer. */
    public synchronized void remember(Q question, A answer) {
        answers.put(question, answer);
    }

    /** The answer that was given, or the one that is found now, while all others wait. */
    public synchronized A answer(Q question, Function<? super Q, ? extends A> find) {
        return answers.computeIfAbsent(question, find);
    }
}
