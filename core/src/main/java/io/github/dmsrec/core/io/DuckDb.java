package io.github.dmsrec.core.io;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** Opens the data engine, whose native library comes with the natives of the platform. */
public final class DuckDb {

    private DuckDb() {}

    /**
     * A new database in memory.
     *
     * @param settings of DuckDB
     * @throws UnsatisfiedLinkError if the native library is not on the class path
     */
    public static DuckDBConnection open(Properties settings) throws SQLException {
        requireNatives(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        return DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
    }

    // The driver itself prints a stack trace and throws an error without a cause.
    static void requireNatives(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        boolean mac = os.startsWith("mac");
        boolean windows = os.startsWith("windows");
        String library = "/libduckdb_java.so_"
                + (mac ? "osx_universal" : (windows ? "windows" : "linux") + (arm ? "_arm64" : "_amd64"));
        if (DuckDBConnection.class.getResource(library) == null) {
            String platform = (mac ? "macosx" : windows ? "windows" : "linux") + (arm ? "-arm64" : "-x86_64");
            throw new UnsatisfiedLinkError("The native library of DuckDB for " + platform
                    + " is not on the class path. Add the dependency io.github.dmsrec:dmsrec-natives-" + platform
                    + " in the version of dmsrec.");
        }
    }
}
