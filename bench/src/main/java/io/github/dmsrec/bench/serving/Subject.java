package io.github.dmsrec.bench.serving;

import java.nio.file.Path;

/** Something that is served. */
interface Subject {

    /** Its name in tables. */
    String name();

    /** The size of its catalogue. */
    int items();

    /** The file of its items' ids, the most popular first. */
    Path ids();

    /** How its server starts. */
    ProcessBuilder server();

    /** Takes what the server prints. */
    Path log();

    /** Tells that the server is ready. */
    String readyPath();

    /** How many items are asked for. */
    int k();

    /** What shorter request bodies are filled up to. */
    int leastBytes();
}
