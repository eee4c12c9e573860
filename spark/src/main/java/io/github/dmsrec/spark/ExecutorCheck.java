package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/** Small jobs that try on the executors what a large one needs, so that what they lack is found before it starts. */
final class ExecutorCheck {

    /** What is tried on an executor. */
    @FunctionalInterface
    interface Trial extends Serializable {

        /** What the executor lacks, in a sentence; empty if nothing. */
        String lacking();
    }

    private ExecutorCheck() {}

    /**
     * Opens a model on the executors that run now, which keep it. Executors that start later are not checked.
     *
     * @throws InvalidInputException if one lacks a native library that the model needs
     */
    static void open(SparkSession spark, ShippedModel model, Wanted wanted) {
        run(spark, () -> {
            try (ExecutorModels.Lease lease = ExecutorModels.use(model, wanted)) {
                return "";
            } catch (MissingNativesException e) {
                return String.valueOf(e.getMessage());
            }
        });
    }

    /**
     * Tries something with a task for each slot of the executors.
     *
     * @throws InvalidInputException with what an executor lacks
     */
    static void run(SparkSession spark, Trial trial) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int slots = context.defaultParallelism();
        Function<Integer, String> task = slot -> trial.lacking();
        List<String> found = context.parallelize(new ArrayList<>(Collections.nCopies(slots, 0)), slots)
                .map(task)
                .filter(lacking -> !lacking.isEmpty())
                .take(1);
        if (!found.isEmpty()) {
            throw new InvalidInputException(found.get(0));
        }
    }
}
