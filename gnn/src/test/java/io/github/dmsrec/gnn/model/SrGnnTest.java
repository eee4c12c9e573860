package io.github.dmsrec.gnn.model;

import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.gnn.backbone.SrGnn;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

class SrGnnTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(SrGnn.NAME, Recipe.CORRECTED);

    @Nested
    @ParameterizedClass
    @MethodSource(SessionModelContractTest.MODES)
    class Contract extends SessionModelContractTest {
        Contract(Mode mode) {
            super(OPTIONS, mode);
        }
    }
}
