package io.github.dmsrec.spark.main;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The data frame that a job reads. */
final class Table {

    @Option(
            names = "--in",
            required = true,
            paramLabel = "PATH",
            description = "What Spark reads: a file, a folder or a pattern, on any file system that Spark knows.")
    private String path = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "parquet",
            description = "The data source: parquet, csv, json, orc, ... (default: ${DEFAULT-VALUE}).")
    private String format = "parquet";

    @Option(
            names = "--read-option",
            paramLabel = "KEY=VALUE",
            description = "An option of the data source, e.g. header=true; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    Dataset<Row> read(SparkSession spark) {
        return read(spark, path);
    }

    /** Another table of the same format. */
    Dataset<Row> read(SparkSession spark, String other) {
        return spark.read().format(format).options(options).load(other);
    }
}
