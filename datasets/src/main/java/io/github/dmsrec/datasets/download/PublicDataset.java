package io.github.dmsrec.datasets.download;

import java.net.URI;
import java.util.List;

/**
 * A data set that its makers publish.
 *
 * @param name on the command line: that of its import format, where it has one of its own
 * @param words what it is: a phrase
 * @param terms on which it may be used: sentences
 * @param page where its makers tell of it
 * @param way how it is got
 * @param next the command that imports it, with {@code FOLDER} for where its files are
 */
public record PublicDataset(String name, String words, String terms, URI page, Way way, String next) {

    /** How a data set is got. */
    public sealed interface Way {

        /** From addresses that anyone may read. */
        record Fetched(List<RemoteFile> files) implements Way {
            public Fetched {
                files = List.copyOf(files);
            }
        }

        /**
         * By hand, as its makers want an account or a consent first.
         *
         * @param steps what to do: the rest of a sentence that begins with the name of the page
         */
        record ByHand(String steps) implements Way {}
    }

    /** The command that imports it from a folder. */
    String nextFrom(String folder) {
        return next.replace("FOLDER", folder);
    }
}
