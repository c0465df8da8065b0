package dev.skep.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LastAskedTest {
    private final LastAsked<String, Integer> lengths = new LastAsked<>(2);

    @Test
    void whatNobodyAskedForTheLongestIsForgotten() {
        lengths.remember("a", 1);
        lengths.remember("bb", 2);
        assertEquals(1, lengths.find("a"));
        lengths.remember("ccc", 3);
        assertNull(lengths.find("bb"));
        assertEquals(1, lengths.find("a"));
        assertEquals(3, lengths.find("ccc"));
    }

    @Test
    void anAnswerIsFoundOnce() {
        AtomicInteger asked = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertEquals(4, lengths.answer("four", question -> {
                asked.incrementAndGet();
                return question.length();
            }));
        }
        assertEquals(1, asked.get());
    }
}
