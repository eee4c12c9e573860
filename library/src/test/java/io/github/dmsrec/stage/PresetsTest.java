package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Recipe;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PresetsTest {

    @ParameterizedTest
    @MethodSource("io.github.dmsrec.stage.Presets#all")
    void everyPresetIsAllowedByItsMethodAndRecordedAsPlainOptions(Preset preset) {
        MethodOptions options =
                Methods.named(preset.method()).defaults(Recipe.CORRECTED).withPreset(preset.name());

        Map<String, String> recorded = options.toMap();
        assertThat(recorded).doesNotContainKey(Presets.KEY);
        assertThat(options)
                .isEqualTo(Methods.named(preset.method())
                        .defaults(Recipe.CORRECTED)
                        .with(preset.values()));
        assertThat(recorded.keySet()).containsAll(preset.values().keySet());
    }

    @Test
    void anUnknownPresetListsThoseThatThereAre() {
        assertThatThrownBy(() -> Presets.named("sasrec", "small"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(
                        "sasrec has no preset 'small'. Known presets of sasrec: small-catalogue, many-clicks");
        assertThatThrownBy(() -> Presets.named("sr-gnn", "small-catalogue"))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("small-catalogue of sasrec");
    }
}
