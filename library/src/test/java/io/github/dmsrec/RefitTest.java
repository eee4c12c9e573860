package io.github.dmsrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A network that is trained again on all sessions before the test, beside the one of before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefitTest {

    private static final Method NETWORK =
            Method.named("sasrec").with("dimension", 8).with("epochs", 2).with("item-text", "add");

    private final Dmsrec dmsrec = Dmsrec.builder().threads(1).seed(7).build();
    private final Dataset shop = Dataset.open(GoldenFolders.v1("data"));
    private final Model before = dmsrec.train(NETWORK, shop);
    private final Model refit = dmsrec.refit(before, shop);

    @AfterAll
    void close() {
        dmsrec.close();
    }

    @Test
    void isWhatATrainingWithRefitGives() throws IOException {
        Model whole = dmsrec.train(NETWORK.with("refit", true), shop);

        assertThat(weights(refit)).isEqualTo(weights(whole)).isNotEqualTo(weights(before));
        assertThat(refit.folder().manifest().options())
                .isEqualTo(whole.folder().manifest().options());
        assertThat(refit.folder().manifest().input("before").orElseThrow().fingerprint())
                .isEqualTo(before.folder().manifest().fingerprint());
    }

    @Test
    void refusesWhatCannotBeTrainedAgain() {
        Model counting = dmsrec.train(Method.named("sr"), shop);

        assertThatThrownBy(() -> dmsrec.refit(refit, shop))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has learned from the validation sessions already");
        assertThatThrownBy(() -> dmsrec.refit(counting, shop))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a model of sr, which has no epochs");
    }

    private static byte[] weights(Model model) throws IOException {
        Path file = model.folder().file("weights.safetensors");
        return Files.readAllBytes(file);
    }
}
