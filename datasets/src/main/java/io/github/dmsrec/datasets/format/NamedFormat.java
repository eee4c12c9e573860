package io.github.dmsrec.datasets.format;

import java.io.IOException;
import java.nio.file.Path;

/** A known data set: its files, columns, session rule and quirks. */
sealed interface NamedFormat
        permits MovieLens1M, MovieLens100K, Amazon2014, RecBole, YooChoose, RetailRocket, Diginetica, AmazonM2 {

    /** What users are told of it. */
    FormatDescription words();

    /** The name on the command line. */
    default String name() {
        return words().name();
    }

    /**
     * Its log in a folder.
     *
     * @throws io.github.dmsrec.core.UserMistakeException if the folder lacks its files, or a header is another one
     */
    KnownLog log(Path folder) throws IOException;
}
