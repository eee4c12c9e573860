package io.github.dmsrec.spark.main;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes questions. */
@Command(
        name = "prompts",
        mixinStandardHelpOptions = true,
        description =
                "Write the questions about the sessions of a table as requests of batch files, each once. Asks nobody.")
final class PromptsJob implements Callable<Integer> {

    @Mixin
    private Table table = new Table();

    @Mixin
    private QuestionFlags questions = new QuestionFlags();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "PATH",
            description = "The folder of the files of requests, one JSON object a line; new.")
    private String out = "";

    /** Made by the command line. */
    PromptsJob() {}

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder().appName("dmsrec prompts").getOrCreate();
        questions.on(spark).lines(table.read(spark)).write().text(out);
        return 0;
    }
}
