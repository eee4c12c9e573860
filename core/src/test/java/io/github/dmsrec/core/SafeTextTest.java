package io.github.dmsrec.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SafeTextTest {

    @Test
    void whatSteersATerminalIsWrittenAsACode() {
        assertThat(SafeText.line("\u001b[31mRED\u001b[0m \u001b]0;pwn\u0007"))
                .isEqualTo("\\u001b[31mRED\\u001b[0m \\u001b]0;pwn\\u0007");
        assertThat(SafeText.line("a\nb\rc\td\u007fe\u009bf\u2028g"))
                .isEqualTo("a\\u000ab\\u000dc\\u0009d\\u007fe\\u009bf\\u2028g");
        assertThat(SafeText.line("user\u202egpj.exe\u2066x\ufeff")).isEqualTo("user\\u202egpj.exe\\u2066x\\ufeff");
        assertThat(SafeText.line("half \ud83d of a pair")).isEqualTo("half \\ud83d of a pair");
        assertThat(SafeText.line("tag " + Character.toString(0xe0001))).isEqualTo("tag \\udb40\\udc01");
    }

    @Test
    void whatPeopleWriteStays() {
        String text = "caf\u00e9 \u30e9\u30fc\u30e1\u30f3 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 "
                + "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \\ \"";

        assertThat(SafeText.line(text)).isEqualTo(text);
    }

    @Test
    void aBlockKeepsItsLines() {
        assertThat(SafeText.block("a\n\tb\u0007\n")).isEqualTo("a\n\tb\\u0007\n");
        assertThat(SafeText.lines("a\u0007\r\nb")).containsExactly("a\\u0007", "b");
        assertThat(SafeText.joined(List.of("a\n", "b"), "; ")).isEqualTo("a\\u000a; b");
    }
}
