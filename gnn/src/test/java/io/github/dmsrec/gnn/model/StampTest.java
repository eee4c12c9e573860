package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.Stamp;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StampTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(Stamp.NAME, Recipe.CORRECTED);

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
        FormulaCheck.compare(OPTIONS, precision, SequencesByFormulas::stamp);
    }
}
