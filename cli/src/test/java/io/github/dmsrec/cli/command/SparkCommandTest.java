package io.github.dmsrec.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command without a Spark: a script stands in for spark-submit. */
class SparkCommandTest {

    /** An unpacked Spark whose spark-submit writes its arguments to a file and ends with a code. */
    private static Path spark(Path folder, int code) throws IOException {
        Path submit = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
        Files.writeString(
                submit,
                "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + folder.resolve("arguments") + "'\nexit " + code + "\n");
        Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder;
    }

    @Test
    void theJobAndItsOptionsReachSparkSubmit(@TempDir Path folder) throws IOException {
        Path jar = Files.createFile(folder.resolve("jobs.jar"));
        Path spark = spark(folder.resolve("spark"), 2);

        Terminal.Result result = Terminal.run(
                "spark",
                "--jar",
                jar.toString(),
                "--spark-home",
                spark.toString(),
                "predict",
                "--model",
                "m",
                "--help",
                "-k=3");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(spark.resolve("arguments"))
                .content()
                .isEqualTo(String.join(
                        "\n",
                        "--master",
                        "local[*]",
                        "--class",
                        "io.github.dmsrec.spark.main.SparkMain",
                        jar.toString(),
                        "predict",
                        "--model",
                        "m",
                        "--help",
                        "-k=3",
                        ""));
    }

    @Test
    void aMissingSparkOrJarIsOneMessage(@TempDir Path folder) throws IOException {
        Path jar = Files.createFile(folder.resolve("jobs.jar"));

        Terminal.Result noSpark =
                Terminal.run("spark", "--jar", jar.toString(), "--spark-home", folder.toString(), "learn");
        assertThat(noSpark.exitCode()).isEqualTo(2);
        assertThat(noSpark.err()).contains("'" + folder + "' is not an unpacked Spark: it has no bin/spark-submit.");

        String spark = spark(folder.resolve("spark"), 0).toString();
        Terminal.Result noJar = Terminal.run(
                "spark",
                "--spark-home",
                spark,
                "--jar",
                folder.resolve("none.jar").toString(),
                "learn");
        assertThat(noJar.exitCode()).isEqualTo(2);
        assertThat(noJar.err()).contains("none.jar' does not exist.").contains("mvn -Pspark");
        assertThat(folder.resolve("spark/arguments")).doesNotExist();
    }
}
