package io.github.dmsrec.datasets.format;

import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.ItemTexts;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** MovieLens-1M: {@code ratings.dat} and {@code movies.dat}, separated by two colons, in Latin-1; a rating is a click. */
record MovieLens1M() implements NamedFormat {

    /** Where sessions come from. */
    static final String SESSIONS = "Sessions by the paper's rule: the ratings of a user on a day (UTC) within 300 s;"
            + " items with 5 ratings or more.";

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "movielens-1m", "MovieLens-1M: ratings.dat and movies.dat.", SESSIONS, "ml-1m --out runs/ml-1m");
    }

    @Override
    public KnownLog log(Path folder) {
        return ratings(table(NamedFormats.file(folder, "ratings.dat"), "::"))
                .withItems(new ItemTexts(
                        anywhere -> table(NamedFormats.file(folder, "movies.dat"), "::")
                                .withHeader("item", "title", "genres"),
                        "item",
                        Optional.of("title"),
                        List.of("genres")));
    }

    /** Files of MovieLens, in which quotes are part of titles. */
    static LogFiles table(String file, String delimiter) {
        return LogFiles.of(LogFiles.Kind.CSV, List.of(file))
                .delimitedBy(delimiter)
                .in(LogFiles.Encoding.LATIN_1)
                .unquoted();
    }

    /**
     * Ratings, in files without a header. The paper's rule keeps sessions of one click: they count when the last tenth is cut
     * off for the test.
     */
    static KnownLog ratings(LogFiles files) {
        return KnownLog.of(
                        files.withHeader("user", "item", "rating", "time"),
                        LogColumns.ofItem("item").withUser("user").withTime("time"))
                .withTimeFormat(TimeFormat.Epoch.SECONDS)
                .withRule(new SessionRule.DayWindow(SessionRule.DayWindow.FIVE_MINUTES))
                .withFilters(Filters.DEFAULT.withMinSessionLength(1));
    }
}
