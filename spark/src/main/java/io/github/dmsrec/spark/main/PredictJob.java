package io.github.dmsrec.spark.main;

import io.github.dmsrec.Model;
import io.github.dmsrec.SeenItems;
import io.github.dmsrec.spark.DmsrecSpark;
import io.github.dmsrec.spark.SparkRecommender;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recommends for sessions. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Recommend for every session of a table with a list of items, and write Parquet files.")
final class PredictJob implements Callable<Integer> {

    @Mixin
    private Table table = new Table();

    @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "The model, on the driver.")
    private Path model = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "The folder of the Parquet files; new.")
    private String out = "";

    @Option(names = "-k", defaultValue = "20", description = "At most so many items (default: ${DEFAULT-VALUE}).")
    private int k = 20;

    @Option(names = "--seen-items", description = "Also recommend items that the session has clicked.")
    private boolean seenItems;

    @Option(names = "--no-intents", description = "Score with a fused model as for sessions without any intent.")
    private boolean withoutIntents;

    @Mixin
    private SessionColumns columns = new SessionColumns();

    /** Made by the command line. */
    PredictJob() {}

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder().appName("dmsrec predict").getOrCreate();
        SparkRecommender recommender = DmsrecSpark.on(spark)
                .recommender(Model.load(model))
                .setK(k)
                .setSeenItems(seenItems ? SeenItems.RANKED : SeenItems.MASKED)
                .setColumns(columns.session(), columns.items());
        Dataset<Row> sessions = table.read(spark);
        (withoutIntents ? recommender.withoutIntents() : recommender)
                .transform(sessions)
                .write()
                .parquet(out);
        return 0;
    }
}
