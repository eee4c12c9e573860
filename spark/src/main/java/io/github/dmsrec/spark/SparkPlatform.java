package io.github.dmsrec.spark;

import io.github.dmsrec.InvalidInputException;

/** The versions that these jobs are compiled for. */
final class SparkPlatform {

    private SparkPlatform() {}

    /**
     * Refuses other versions, before a class that they lack is looked for.
     *
     * @param spark the version of Spark, e.g. {@code "4.2.0"}
     * @param scala the version of Scala, e.g. {@code "2.13.18"}
     */
    static void require(String spark, String scala) {
        if (!spark.startsWith("4.")) {
            throw new InvalidInputException("This is Spark " + spark
                    + "; dmsrec runs on Spark 4. Submit the job with the spark-submit of a Spark 4.");
        }
        if (!scala.startsWith("2.13.")) {
            throw new InvalidInputException("This Spark is built with Scala " + scala
                    + "; dmsrec needs one that is built with Scala 2.13, such as every official Spark 4.");
        }
    }
}
