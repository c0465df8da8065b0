package dev.skep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void wordsStandLeftAndNumbersRight() {
        TextTable table = new TextTable().words("VERDICT").numbers("N").words("WHY");
        table.row("DROP", 36, "blocked").row("PASS", 1234, "");
        assertThat(table.render("")).isEqualTo("""
                        VERDICT     N  WHY
                        -------  ----  -------
                        DROP       36  blocked
                        PASS     1234
                        """);
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> new TextTable().words("A").row("b", "c")).hasMessage("2 cells for 1 columns");
    }
}
