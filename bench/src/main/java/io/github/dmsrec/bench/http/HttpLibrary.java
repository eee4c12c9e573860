package io.github.dmsrec.bench.http;

import java.util.List;

/** An HTTP library that was considered. */
public enum HttpLibrary {
    /** Jetty's core with a handler that never blocks. */
    JETTY("Jetty core"),
    /** Javalin with its Jetty and servlets. */
    JAVALIN("Javalin"),
    /** The server of the JDK. */
    JDK("com.sun.net.httpserver");

    private final String title;

    HttpLibrary(String title) {
        this.title = title;
    }

    /** Its name in a table. */
    public String title() {
        return title;
    }

    /** What the names of its jars begin with. */
    public List<String> jars() {
        return switch (this) {
            case JETTY -> List.of("jetty-server", "jetty-http", "jetty-io", "jetty-util");
            case JAVALIN -> List.of("javalin", "kotlin-", "annotations", "asm", "jetty-", "jakarta.");
            case JDK -> List.of();
        };
    }

    /** What its JVM needs. */
    public List<String> flags() {
        return this == JDK ? List.of("-Dsun.net.httpserver.nodelay=true") : List.of();
    }
}
