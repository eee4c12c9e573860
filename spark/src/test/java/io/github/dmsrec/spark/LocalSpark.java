package io.github.dmsrec.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A Spark of two threads in this process, one for all tests; a task may fail three times. */
public final class LocalSpark {

    /** The project's folder. */
    static final Path ROOT = Path.of(System.getProperty("dmsrec.root"));

    private LocalSpark() {}

    /** The session. */
    public static SparkSession session() {
        return SparkSession.builder()
                .master("local[2,4]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 3)
                .config("spark.sql.session.timeZone", "UTC")
                // To compile the code of a query takes far longer than to interpret it for so few rows.
                .config("spark.sql.codegen.wholeStage", false)
                .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
    }

    /** A folder of the small shop that the library's tests have. */
    public static Path golden(String name) {
        return ROOT.resolve("library/src/test/resources/golden/v1").resolve(name);
    }
}
