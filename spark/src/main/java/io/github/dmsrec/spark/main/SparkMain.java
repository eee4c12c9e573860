package io.github.dmsrec.spark.main;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.core.UserMistakeException;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What {@code spark-submit} starts: {@code predict}, {@code import}, {@code learn}, {@code graph}, {@code prompts} or {@code answers}. */
@Command(
        name = "dmsrec-spark",
        mixinStandardHelpOptions = true,
        description = "dmsrec on Apache Spark 4.",
        subcommands = {
            PredictJob.class,
            ImportJob.class,
            LearnJob.class,
            GraphJob.class,
            PromptsJob.class,
            AnswersJob.class
        })
public final class SparkMain implements Runnable {

    private static final int MISTAKE = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /** Made by the command line. */
    SparkMain() {}

    /**
     * Runs a job.
     *
     * @param arguments the name of the job and its options
     */
    public static void main(String[] arguments) {
        int status = run(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Runs a job.
     *
     * @return 0, or 2 for a mistake of the user, which is printed in one message
     */
    static int run(String... arguments) {
        return new CommandLine(new SparkMain())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    String message = mistake(failure);
                    if (message == null) {
                        throw failure;
                    }
                    line.getErr().println("dmsrec: " + message);
                    line.getErr().flush();
                    return MISTAKE;
                })
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "No job is given: predict, import, learn, graph, prompts or answers.");
    }

    /** What the user did wrong, also where a task on an executor found it; null if the failure is another one. */
    static @Nullable String mistake(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInputException || cause instanceof UserMistakeException) {
                return cause.getMessage();
            }
            if (cause instanceof AnalysisException) {
                return String.valueOf(cause.getMessage())
                        .lines()
                        .findFirst()
                        .orElse("the data frame is not as expected");
            }
            if (cause instanceof IllegalStateException && cause.getCause() instanceof LinkageError) {
                return cause.getMessage();
            }
        }
        return null;
    }
}
