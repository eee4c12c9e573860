package io.github.dmsrec.intent.llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(strings = {"x", "EMPTY", "ollama", "dummy", ""})
    void keysThatOnlyFillAPlaceLeaveWordsAlone(String key) {
        String message = "ConnectException: dummy x, EMPTY ollama";
        assertThat(new Secrets(List.of(key)).withheld(message)).isEqualTo(message);
    }

    @Test
    void realKeysAreWithheldWhereverTheyStand() {
        assertThat(new Secrets(List.of("sk-12345", "another-secret")).withheld("<sk-12345>sk-12345 another-secret!"))
                .isEqualTo("<(the API key)>(the API key) (the API key)!");
    }
}
