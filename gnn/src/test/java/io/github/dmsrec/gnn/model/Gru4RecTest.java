package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.Gru4Rec;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.model.GradientCheck.Extras;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gru4RecTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(Gru4Rec.NAME, Recipe.CORRECTED);

    @Nested
    @ParameterizedClass
    @MethodSource(SessionModelContractTest.MODES)
    class Contract extends SessionModelContractTest {
        Contract(Mode mode) {
            super(OPTIONS, mode);
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalsTheFormulasSessionBySession(Precision precision) {
        FormulaCheck.compare(OPTIONS, precision, SequencesByFormulas::gru4rec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-entropy", "bpr-max"})
    void gradientsOfSampledLossesEqualFiniteDifferences(String loss) {
        for (String negatives : List.of("0", "7")) {
            TrainingOptions options = OPTIONS.with(Map.of("loss", loss, "negatives", negatives));
            assertThat(GradientCheck.mistakes(options, Set.of())).isEmpty();
            assertThat(GradientCheck.mistakes(
                            options.with(Map.of("logits", "cosine", "logit-scale", "3")),
                            Set.of(Extras.INTENTS, Extras.ITEM_TEXT)))
                    .isEmpty();
        }
    }
}
