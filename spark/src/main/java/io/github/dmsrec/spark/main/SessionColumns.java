package io.github.dmsrec.spark.main;

import picocli.CommandLine.Option;

/** The columns of a table of sessions. */
final class SessionColumns {

    @Option(
            names = "--session",
            defaultValue = "session",
            paramLabel = "COLUMN",
            description = "The column of the session (default: ${DEFAULT-VALUE}).")
    private String session = "session";

    @Option(
            names = "--items",
            defaultValue = "items",
            paramLabel = "COLUMN",
            description = "The column of the clicked items, array<string> (default: ${DEFAULT-VALUE}).")
    private String items = "items";

    /** Made by the command line. */
    SessionColumns() {}

    String session() {
        return session;
    }

    String items() {
        return items;
    }
}
