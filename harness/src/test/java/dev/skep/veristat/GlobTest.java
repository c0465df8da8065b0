package dev.skep.veristat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "abc, abc, true",
        "abc, abcd, false",
        "a*, abc, true",
        "*c, abc, true",
        "a*c, abbbc, true",
        "a*c, abbb, false",
        "*, '', true",
        "**, x, true",
        "'', x, false",
        "a*b*c, a1b2b3c, true",
        "a?c, abc, false",
        "a[b]c, abc, false",
    })
    void onlyTheStarIsSpecial(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void manyStarsTakeNoLongTime() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(Glob.matches("*a".repeat(500) + "b", "a".repeat(5000)))
                        .isFalse());
    }
}
