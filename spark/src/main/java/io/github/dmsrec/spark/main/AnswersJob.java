package io.github.dmsrec.spark.main;

import io.github.dmsrec.spark.SessionQuestions;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads answers. */
@Command(
        name = "answers",
        mixinStandardHelpOptions = true,
        description =
                "Keep the answers of a batch endpoint in the inferrer's folder of answers, report what came, and write"
                        + " Parquet files with the intents of every session. Give the table and the options of the job 'prompts'.")
final class AnswersJob implements Callable<Integer> {

    @Mixin
    private Table table = new Table();

    @Mixin
    private QuestionFlags questions = new QuestionFlags();

    @Option(
            names = "--batch",
            required = true,
            paramLabel = "PATH",
            description = "The files that the endpoint wrote, in any order: a file, a folder or a pattern.")
    private String batch = "";

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "The folder of the Parquet files; new. Without it answers are kept and counted alone.")
    private Optional<String> out = Optional.empty();

    /** Made by the command line. */
    AnswersJob() {}

    @Override
    public Integer call() {
        SparkSession spark = SparkSession.builder().appName("dmsrec answers").getOrCreate();
        SessionQuestions asked = questions.on(spark);
        Dataset<Row> sessions = table.read(spark);
        Dataset<String> lines = spark.read().textFile(batch);
        asked.keep(sessions, lines).report().forEach(System.out::println);
        out.ifPresent(path -> asked.answers(sessions, lines).write().parquet(path));
        return 0;
    }
}
