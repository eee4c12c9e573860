package io.github.dmsrec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.InvalidInputException;
import io.github.dmsrec.Model;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ExecutorCheckTest {

    private static final SparkSession SPARK = LocalSpark.session();

    @Test
    void whatAnExecutorLacksIsAMistake() {
        assertThatCode(() -> ExecutorCheck.run(SPARK, () -> "")).doesNotThrowAnyException();
        assertThatThrownBy(() -> ExecutorCheck.run(
                        SPARK,
                        () -> String.valueOf(new MissingNativesException(
                                        SparkEnv.get().executorId(),
                                        new UnsatisfiedLinkError("no jnimkl_rt in java.library.path."))
                                .getMessage())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Executor driver lacks a native library that the model needs: no jnimkl_rt in"
                        + " java.library.path. Add the jars of the natives with --jars, as docs/spark.md says.");
    }

    @Test
    void networksAreTriedAndBaselinesAreNot() {
        assertThat(ShippedModel.counts(Model.load(LocalSpark.golden("vs-knn")))).isTrue();
        assertThat(ShippedModel.counts(Model.load(LocalSpark.golden("base")))).isFalse();
        assertThat(ShippedModel.counts(Model.load(LocalSpark.golden("fused")))).isFalse();
    }
}
