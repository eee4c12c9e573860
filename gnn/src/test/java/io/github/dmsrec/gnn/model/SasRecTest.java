package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.SasRec;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SasRecTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(SasRec.NAME, Recipe.CORRECTED);

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
        FormulaCheck.compare(OPTIONS, precision, (formulas, items) -> formulas.sasrec(50, 2, items));
    }

    @Test
    void positionsCountedFromTheStartEqualTheFormulas() {
        for (int maxLength : new int[] {6, 50}) {
            Map<String, String> choices = Map.of("positions", "from-start", "max-length", String.valueOf(maxLength));

            FormulaCheck.compare(
                    OPTIONS.with(choices),
                    Precision.DOUBLE,
                    (formulas, items) -> formulas.sasrec(SasRec.Counted.FROM_START, maxLength, 2, items));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "6, 1", "6, 3"})
    void onlyTheLastClicksEnterAndEveryBlockCounts(int maxLength, int blocks) {
        Map<String, String> choices = Map.of("max-length", String.valueOf(maxLength), "blocks", String.valueOf(blocks));

        FormulaCheck.compare(
                OPTIONS.with(choices),
                Precision.DOUBLE,
                (formulas, items) -> formulas.sasrec(maxLength, blocks, items));
    }
}
