package io.github.dmsrec.datasets.format;

import io.github.dmsrec.datasets.imports.Importer;
import java.io.IOException;
import java.nio.file.Path;

/** A known data set: its files, columns, session rule and quirks. */
public sealed interface NamedFormat
        permits MovieLens1M, MovieLens100K, Amazon2014, RecBole, YooChoose, RetailRocket, Diginetica, AmazonM2 {

    /** What users are told of it. */
    FormatWords words();

    /** The name on the command line. */
    default String name() {
        return words().name();
    }

    /** Tells an importer all that is to know of it. */
    void configure(Importer importer, Path folder) throws IOException;
}
