package io.github.dmsrec.datasets.format;

import io.github.dmsrec.datasets.session.Filters;
import io.github.dmsrec.datasets.session.SessionRule;
import io.github.dmsrec.datasets.source.LogColumns;
import io.github.dmsrec.datasets.source.LogFiles;
import io.github.dmsrec.datasets.source.TimeFormat;
import java.nio.file.Path;
import java.util.List;

/** RetailRocket: {@code events.csv}. Sessions are made of a visitor's views, as is customary. */
record RetailRocket() implements NamedFormat {

    @Override
    public FormatDescription words() {
        return new FormatDescription(
                "retailrocket",
                "RetailRocket: events.csv.",
                "Sessions are a visitor's views, with pauses of 30 minutes.",
                "retailrocket --out runs/retailrocket");
    }

    @Override
    public KnownLog log(Path folder) {
        LogFiles events = LogFiles.of(LogFiles.Kind.CSV, List.of(NamedFormats.file(folder, "events.csv")))
                .delimitedBy(",");
        LogColumns columns = LogColumns.ofItem("itemid")
                .withUser("visitorid")
                .withTime("timestamp")
                .withEvent("event");
        return KnownLog.of(events, columns)
                .withTimeFormat(TimeFormat.Epoch.MILLIS)
                .withRule(new SessionRule.Gap(SessionRule.Gap.HALF_AN_HOUR))
                .withFilters(Filters.DEFAULT.withEvents(List.of("view")));
    }
}
