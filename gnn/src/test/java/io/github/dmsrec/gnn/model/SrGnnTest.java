package io.github.dmsrec.gnn.model;

import io.github.dmsrec.gnn.backbone.SrGnn;
import io.github.dmsrec.gnn.recipe.Recipe;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import org.junit.jupiter.api.Nested;

class SrGnnTest {

    private static final TrainingOptions OPTIONS = TrainingOptions.defaults(SrGnn.NAME, Recipe.CORRECTED);

    @Nested
    class Base extends SessionModelContractTest {
        Base() {
            super(OPTIONS, Mode.BASE);
        }
    }

    @Nested
    class WithIntents extends SessionModelContractTest {
        WithIntents() {
            super(OPTIONS, Mode.WITH_INTENTS);
        }
    }

    @Nested
    class WithoutIntents extends SessionModelContractTest {
        WithoutIntents() {
            super(OPTIONS, Mode.WITHOUT_INTENTS);
        }
    }
}
