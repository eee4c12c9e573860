package io.github.dmsrec.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.InvalidInputException;
import org.junit.jupiter.api.Test;

class SparkPlatformTest {

    @Test
    void spark4WithScala213IsTaken() {
        assertThatCode(() -> SparkPlatform.require("4.2.0", "2.13.18")).doesNotThrowAnyException();
    }

    @Test
    void spark3IsRefused() {
        assertThatThrownBy(() -> SparkPlatform.require("3.5.6", "2.13.8"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "This is Spark 3.5.6; dmsrec runs on Spark 4. Submit the job with the spark-submit of a Spark 4.");
    }

    @Test
    void scala212IsRefused() {
        assertThatThrownBy(() -> SparkPlatform.require("4.0.0", "2.12.18"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Scala 2.12.18");
    }
}
