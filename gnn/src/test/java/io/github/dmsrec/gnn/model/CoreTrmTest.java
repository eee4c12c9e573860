package io.github.dmsrec.gnn.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.CoreTrm;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CoreTrmTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(CoreTrm.NAME, Recipe.CORRECTED);

    @Nested
    @ParameterizedClass
    @MethodSource(SessionModelContractTest.MODES)
    class Contract extends SessionModelContractTest {
        Contract(Mode mode) {
            super(OPTIONS, mode);
        }

        /** Alone, a session is a mean of its items, so that a single click's own item is always nearest to it. */
        @Override
        double lowestLoss(Mode how) {
            return how == Mode.BASE ? 2 : super.lowestLoss(how);
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalsTheFormulasSessionBySession(Precision precision) {
        FormulaCheck.compare(OPTIONS, precision, (formulas, items) -> formulas.coreTrm(50, 2, 2, items));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 1, 3", "7, 3, 2"})
    void onlyTheLastClicksEnterAndEveryLayerAndHeadCounts(int maxLength, int layers, int heads) {
        Map<String, String> choices = Map.of(
                "max-length", String.valueOf(maxLength),
                "blocks", String.valueOf(layers),
                "attention-heads", String.valueOf(heads));

        FormulaCheck.compare(
                OPTIONS.with(choices),
                Precision.DOUBLE,
                (formulas, items) -> formulas.coreTrm(maxLength, layers, heads, items));
    }

    @Test
    void headsThatCannotShareTheDimensionAreRefused() {
        TrainingOptions options = OPTIONS.with(Map.of("dimension", "10", "attention-heads", "3"));

        assertThatThrownBy(
                        () -> Networks.create(options, 5, Optional.empty(), OptionalInt.empty(), OptionalInt.empty()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContainingAll("10", "3 attention heads");
    }
}
