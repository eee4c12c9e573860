package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.datasets.session.FilterCount;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.experiment.report.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the lines of files became the clicks of a data set, as all imports print it, from the facts of its manifest: every number
 * is the one above it and what stands between.
 */
final class ImportTable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ImportTable() {}

    /** The table, and below it times, rules and leaks. */
    static List<String> lines(ArtefactFolder dataset) {
        JsonNode facts = dataset.manifest().facts();
        List<String> lines = new ArrayList<>(
                JSON.convertValue(facts.path(LineCounts.FACT), LineCounts.class).lines());
        List<FilterCount> filters = new ArrayList<>();
        facts.path("filters").forEach(filter -> filters.add(JSON.convertValue(filter, FilterCount.class)));
        filters.stream()
                .filter(filter -> filter.clicks() > 0)
                .forEach(filter ->
                        lines.add(String.format(Locale.ROOT, "  %-40s %+,13d", filter.name(), -filter.clicks())));
        if (!filters.isEmpty()) {
            FilterCount last = filters.get(filters.size() - 1);
            lines.add(String.format(
                    Locale.ROOT,
                    "%-42s %,13d on %,d items in %,d sessions",
                    "clicks left",
                    last.clicksLeft(),
                    last.itemsLeft(),
                    last.sessionsLeft()));
        }
        List<String> told = new ArrayList<>();
        if (facts.has(ClickTimes.FACT)) {
            told.add(JSON.convertValue(facts.path(ClickTimes.FACT), ClickTimes.class)
                    .line());
        }
        if (facts.has("sessionRule")) {
            told.add("sessions: " + facts.path("sessionRule").asText());
        }
        told.add("split: " + facts.path(DatasetFolder.SPLIT_RULE).asText());
        told.add("leaks: " + facts.path(DatasetFolder.LEAKS).asText());
        lines.addAll(TextTable.wrapped(told));
        return lines;
    }
}
