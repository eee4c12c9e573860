package io.github.dmsrec.spark.main;

import io.github.dmsrec.Inferrer;
import io.github.dmsrec.Model;
import io.github.dmsrec.spark.DmsrecSpark;
import io.github.dmsrec.spark.SessionQuestions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What questions are asked about which sessions: the same for the requests and for the answers. */
final class QuestionFlags {

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FOLDER",
            description = "The data set with the titles of the items; the executors read it under the same path.")
    private Path data = Path.of("");

    @Option(
            names = "--inferrer",
            defaultValue = "openai",
            paramLabel = "NAME",
            description = "One with a batch form (default: ${DEFAULT-VALUE}).")
    private String inferrer = "openai";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "An option of the inferrer, as 'dmsrec infer' has it, e.g. model=NAME; may be repeated. Answers are"
                            + " kept in the folder 'answers' beside the data set, unless answers=FOLDER names another one.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--example-of",
            paramLabel = "FOLDER",
            description = "The candidates of the data set, for templates that show an example of its training rows.")
    private Optional<Path> exampleOf = Optional.empty();

    @Option(
            names = "--candidates-of",
            paramLabel = "MODEL",
            description = "The model that makes the candidates, on the driver; without it they are a column.")
    private Optional<Path> candidatesOf = Optional.empty();

    @Option(
            names = "-k",
            defaultValue = "20",
            description = "With --candidates-of: how many candidates (default: ${DEFAULT-VALUE}).")
    private int k = 20;

    @Mixin
    private SessionColumns columns = new SessionColumns();

    @Option(
            names = "--candidates",
            defaultValue = "candidates",
            paramLabel = "COLUMN",
            description = "The column of the candidates, array<string> (default: ${DEFAULT-VALUE}).")
    private String candidates = "candidates";

    SessionQuestions on(SparkSession spark) {
        Inferrer asking = Inferrer.named(inferrer);
        for (Map.Entry<String, String> option : options.entrySet()) {
            asking = asking.with(option.getKey(), option.getValue());
        }
        SessionQuestions questions = DmsrecSpark.on(spark)
                .questions(asking, data)
                .setColumns(columns.session(), columns.items(), candidates);
        if (exampleOf.isPresent()) {
            questions = questions.example(exampleOf.get());
        }
        return candidatesOf.isPresent() ? questions.candidatesOf(Model.load(candidatesOf.get()), k) : questions;
    }
}
