package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void wordsStandToTheLeftAndFiguresToTheRight() {
        Table table = new Table("", ">msg/s", "verdict");
        table.add("jedis+json", "9", "passed");
        table.add("a", "123,456", "failed");
        assertThat(table.lines())
                .containsExactly(
                        "              msg/s  verdict", //
                        "jedis+json        9  passed",
                        "a           123,456  failed");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        Table table = new Table("a", "b");
        assertThatThrownBy(() -> table.add("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells in a table of 2 columns");
    }
}
