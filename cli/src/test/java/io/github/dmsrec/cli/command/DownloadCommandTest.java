package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadCommandTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void termsAreShownAndMustBeAccepted() {
        assertRefused("movielens-1m", "for research", "--accept-licence");
    }

    @Test
    void whatIsBehindAnAccountIsGotByHand() {
        assertRefused("retailrocket", "CC BY-NC-SA", "https://www.kaggle.com/", "dmsrec import retailrocket");
    }

    @Test
    void anUnknownNameTellsTheKnownOnes() {
        assertRefused("netflix", "'netflix'", "movielens-100k");
    }

    private void assertRefused(String name, String... words) {
        Path out = folder.resolve("out");
        Terminal.Result result = Terminal.run("download", name, "--out", out.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(words).contains(System.lineSeparator());
        assertThat(out).doesNotExist();
    }
}
