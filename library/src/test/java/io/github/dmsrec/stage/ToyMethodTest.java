package io.github.dmsrec.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.baseline.BaselineKind;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.TinyDataset;
import io.github.dmsrec.intent.encode.EncoderOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A method of docs/extending.md: what it declares is all that training, manifests and opening need. */
class ToyMethodTest {

    /** Recommends the items around the last click. */
    private static final class Neighbourhood implements Recommender {

        private static final Option<Integer> RADIUS =
                Option.integer("radius", "how far an item may be from the last click", 1, 1, 10);

        static final BaselineKind KIND = new BaselineKind(
                "neighbourhood",
                "a toy",
                BaselineKind.Order.NONE,
                List.of(RADIUS),
                (sessions, catalogue, options, progress) -> new Neighbourhood(catalogue, options));

        private final int items;
        private final int radius;

        Neighbourhood(Catalogue catalogue, OptionValues options) {
            items = catalogue.size();
            radius = options.get(RADIUS);
        }

        @Override
        public String name() {
            return KIND.name();
        }

        @Override
        public int catalogueSize() {
            return items;
        }

        @Override
        public void score(Prefixes prefixes, int from, int to, float[] out) {
            for (int row = from; row < to; row++) {
                int last = prefixes.item(row, prefixes.length(row) - 1);
                for (int item = 0; item < items; item++) {
                    out[(row - from) * items + item] = Math.max(0, radius + 1 - Math.abs(item - last));
                }
            }
        }
    }

    @Test
    void isTrainedWrittenAndOpenedByWhatItDeclares(@TempDir Path folder) throws IOException {
        SessionDataset dataset = TinyDataset.create();
        Method method = new BaselineMethod(Neighbourhood.KIND);
        MethodOptions options = method.defaults(Recipe.CORRECTED).with(Map.of("radius", "2"));
        Origin origin = Origin.of("toy", "a test", 1, 1);
        ArtefactFolder data = DatasetFolder.write(folder.resolve("data"), dataset, origin, Map.of());

        ArtefactFolder model = method.train(
                options,
                new Method.Data(data, dataset, EncoderOptions.builtIn()),
                origin,
                folder.resolve("toy"),
                Progress.NONE);

        assertThat(model.manifest().options())
                .containsEntry("method", "neighbourhood")
                .containsEntry("radius", "2")
                .containsEntry("learn-from", "before-test");
        assertThat(method.optionsOf(model)).isEqualTo(options);
        try (OpenModel open = method.open(model, 1)) {
            assertThat(open.name()).isEqualTo("neighbourhood");
            float[] scores = open.recommender().score(5);
            assertThat(scores[5]).isEqualTo(3);
            assertThat(scores[7]).isEqualTo(1);
            assertThat(scores[8]).isZero();
        }
    }
}
