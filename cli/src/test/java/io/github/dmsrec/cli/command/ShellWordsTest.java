package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void everyWordComesBack() {
        List<String> words =
                List.of("dmsrec", "it's a 'word'", "", "a\\b", "'", "--delimiter", ";", "%d.%m.%Y %H:%M", "ü  ö");

        assertThat(ShellWords.split(ShellWords.join(words))).isEqualTo(words);
        assertThat(ShellWords.join(List.of("a", "it's"))).isEqualTo("a 'it'\\''s'");
    }
}
