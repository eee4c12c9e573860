package example;

import io.github.dmsrec.Dataset;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.Evaluation;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.Intents;
import io.github.dmsrec.LiveRecommender;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.Progress;
import io.github.dmsrec.SeenItems;
import java.nio.file.Path;
import java.util.List;

/** Trains a model, adds intents, compares both, and recommends: the example of dmsrec's README.md. */
public final class Example {

    private Example() {}

    /**
     * Runs the example.
     *
     * @param arguments none; it reads the data set runs/data below the working directory, and writes beside it
     */
    public static void main(String[] arguments) {
        try (Dmsrec dmsrec = Dmsrec.builder().threads(1).seed(2024).progress(Progress.console()).build()) {
            Dataset shop = Dataset.open(Path.of("runs/data"));
            Model base = dmsrec.train(Method.named("sr-gnn").with("epochs", 10), shop).save(Path.of("runs/base"));
            Intents intents = dmsrec.infer(Inferrer.named("embedding-similarity"), shop, base.candidates(shop, 50));
            Model fused = dmsrec.train(Method.named("sr-gnn"), shop, intents).save(Path.of("runs/fused"));

            Evaluation result = dmsrec.evaluate(shop, base, fused, Method.named("vs-knn"));
            System.out.println(result.of(fused).mrr(20, SeenItems.MASKED));
            System.out.println(result.compare(fused, base));

            try (LiveRecommender live = fused.open()) { // thread-safe; everything loaded once
                live.recommend(List.of("1003", "1028"), 10)
                        .forEach(r -> System.out.println(r.id() + " " + r.title() + " " + r.score()));
            }
        }
    }
}
