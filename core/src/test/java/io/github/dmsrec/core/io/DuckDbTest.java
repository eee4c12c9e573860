package io.github.dmsrec.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DuckDbTest {

    @Test
    void opensWithTheNativesOfThisPlatform() throws Exception {
        try (Connection database = DuckDb.open(new Properties());
                Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery("SELECT 42")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getInt(1)).isEqualTo(42);
        }
    }

    @Test
    void namesTheMissingDependency() {
        // The natives of one platform are on the class path, so those of the other are not.
        String other = System.getProperty("os.name").equals("Linux") ? "Windows 11" : "Linux";

        assertThatThrownBy(() -> DuckDb.requireNatives(other, "amd64"))
                .isInstanceOf(UnsatisfiedLinkError.class)
                .hasMessageContaining("not on the class path")
                .hasMessageContaining(
                        "io.github.dmsrec:dmsrec-natives-" + (other.equals("Linux") ? "linux" : "windows") + "-x86_64");
    }
}
