package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.CoreAve;
import io.github.dmsrec.gnn.engine.Precision;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CoreAveTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(CoreAve.NAME, Recipe.CORRECTED);

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
        FormulaCheck.compare(OPTIONS, precision, SequencesByFormulas::coreAve);
    }
}
