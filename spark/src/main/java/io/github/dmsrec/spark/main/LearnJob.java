package io.github.dmsrec.spark.main;

import io.github.dmsrec.Model;
import io.github.dmsrec.spark.DmsrecSpark;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns a counting method. */
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        description = "Learn pop, item-knn, ar, sr, markov or vmis-knn from a data set, and write a model folder.")
final class LearnJob implements Callable<Integer> {

    @Option(
            names = "--method",
            required = true,
            paramLabel = "NAME",
            description = "pop, item-knn, ar, sr, markov or vmis-knn.")
    private String method = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FOLDER",
            description = "The data set; the executors read it under the same path.")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "The model folder, on the driver.")
    private Path out = Path.of("");

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of the method, e.g. steps=5; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    /** Made by the command line. */
    LearnJob() {}

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder().appName("dmsrec learn").getOrCreate();
        Model model = DmsrecSpark.on(spark).method(method).with(options).learn(data, out);
        System.out.println(model.path());
        return 0;
    }
}
