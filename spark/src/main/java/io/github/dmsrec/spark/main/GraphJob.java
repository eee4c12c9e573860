package io.github.dmsrec.spark.main;

import io.github.dmsrec.baseline.BaselineOptions.LearnFrom;
import io.github.dmsrec.spark.DmsrecSpark;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Counts the global graph. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = "Count the global item graph of gce-gnn in a data set, and write a folder for"
                + " 'dmsrec train --method gce-gnn --set global-graph=FOLDER'.")
final class GraphJob implements Callable<Integer> {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FOLDER",
            description = "The data set; the executors read it under the same path.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "The graph, on the driver.")
    private Path out = Path.of("");

    @Option(
            names = "--before-test",
            description = "Count the validation sessions, too, as a training with selection=test learns from them.")
    private boolean beforeTest;

    /** Made by the command line. */
    GraphJob() {}

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder().appName("dmsrec graph").getOrCreate();
        System.out.println(DmsrecSpark.on(spark)
                .globalGraph()
                .learnFrom(beforeTest ? LearnFrom.BEFORE_TEST : LearnFrom.TRAIN)
                .write(data, out));
        return 0;
    }
}
