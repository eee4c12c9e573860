package io.github.dmsrec.datasets.format;

import io.github.dmsrec.datasets.source.ItemTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** MovieLens-100K: {@code u.data}, separated by tabs, and {@code u.item}, separated by bars, in Latin-1. */
record MovieLens100K() implements NamedFormat {

    private static final int GENRES = 19;

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "movielens-100k",
                "MovieLens-100K: u.data and u.item.",
                MovieLens1M.SESSIONS,
                "../shared/data/ml-100k --out runs/ml-100k");
    }

    @Override
    public KnownLog log(Path folder) {
        List<String> columns = new ArrayList<>(List.of("item", "title", "released", "video released", "url"));
        IntStream.range(0, GENRES).forEach(genre -> columns.add("genre " + genre));
        return MovieLens1M.ratings(MovieLens1M.table(NamedFormats.file(folder, "u.data"), "\t"))
                .withItems(new ItemTexts(
                        anywhere -> MovieLens1M.table(NamedFormats.file(folder, "u.item"), "|")
                                .withHeader(columns.toArray(new String[0])),
                        "item",
                        Optional.of("title"),
                        List.of("released")));
    }
}
