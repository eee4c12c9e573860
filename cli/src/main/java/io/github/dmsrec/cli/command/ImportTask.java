package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.append.Appended;
import io.github.dmsrec.datasets.append.Lineage;
import io.github.dmsrec.datasets.imports.FilterCount;
import io.github.dmsrec.datasets.imports.Imported;
import io.github.dmsrec.datasets.imports.Importer;
import io.github.dmsrec.datasets.source.ClickTimes;
import io.github.dmsrec.datasets.source.LineCounts;
import io.github.dmsrec.experiment.report.ResultTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** An import of logs: parses, runs the importer, prints what each filter dropped and what the data set has. */
abstract class ImportTask extends ComputingTask {

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    final ImportFlags flags = new ImportFlags();

    @Option(names = "--name", paramLabel = "NAME", description = "What reports call it (default: the folder's name).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DATASET",
            description = "The data set folder to write, or the folder of the windows.")
    private Path out = Path.of("");

    ImportTask(Console console) {
        super(console);
    }

    /** Tells the importer what is read. */
    abstract void configure(Importer importer) throws IOException;

    @Override
    public Integer call() throws IOException {
        Imported imported;
        try {
            imported = importer().write(out, origin(name()));
        } catch (UserMistakeException e) {
            throw OptionHints.fitted(e, OptionHints.optionsOf(command));
        }
        imported.notes().forEach(console::say);
        List<String> lines = lines(
                imported.lines(),
                imported.times(),
                imported.filters(),
                imported.folders().get(0));
        ObjectNode json = JSON.createObjectNode();
        ArrayNode datasets = json.putArray("datasets");
        for (ArtefactFolder folder : imported.folders()) {
            datasets.add(json(folder));
            lines.addAll(statistics(folder).lines());
            lines.add("data set             " + folder.path());
        }
        print(json, lines);
        return 0;
    }

    /**
     * Reads logs that join a data set.
     *
     * @param base the data set
     * @param resplit whether all sessions are split again
     * @param allItems whether all items of the item texts join, also those that nobody has clicked
     * @param asked what was asked for
     * @param readAs the kind of import and its options, for the next logs
     */
    Integer append(Path base, boolean resplit, boolean allItems, String asked, String readAs) throws IOException {
        Origin origin =
                Origin.of(name(), asked, run.seed, run.threads()).withOption(DatasetAppendCommand.READ_AS, readAs);
        Appended appended;
        try {
            appended = Datasets.append(base, importer().unclickedItems(allItems), resplit, out, origin);
        } catch (UserMistakeException e) {
            Set<String> options = OptionHints.optionsOf(command);
            options.addAll(DatasetAppendCommand.OWN_OPTIONS);
            throw OptionHints.fitted(e, options);
        }
        appended.notes().forEach(console::say);
        Lineage lineage = appended.lineage();
        List<String> lines = lines(appended.lines(), appended.times(), appended.filters(), appended.folder());
        lines.add(String.format(
                Locale.ROOT,
                "joined: %,d clicks, %,d new sessions (%,d too short), %,d that went on; %,d new items (%,d never clicked),"
                        + " %,d new titles of old ones",
                lineage.newClicks(),
                lineage.newSessions(),
                lineage.droppedSessions(),
                lineage.continuedSessions(),
                lineage.newItems(),
                lineage.unclickedItems(),
                lineage.newTitles()));
        lines.addAll(statistics(appended.folder()).lines());
        lines.add("data set             " + appended.folder().path());
        print(json(appended.folder()), lines);
        return 0;
    }

    private Importer importer() throws IOException {
        Importer importer = Datasets.importer().progress(console.progress());
        configure(importer);
        flags.configure(importer, run.seed);
        return importer;
    }

    private String name() {
        return name.orElseGet(() -> nameOf(out));
    }

    /** From the lines of the files to the clicks of the data set: every number is the one above it and what stands between. */
    private static List<String> lines(
            LineCounts read, Optional<ClickTimes> times, List<FilterCount> filters, ArtefactFolder folder) {
        List<String> lines = new ArrayList<>(read.lines());
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
        List<String> facts = new ArrayList<>();
        times.ifPresent(found -> facts.add(found.line()));
        JsonNode manifest = folder.manifest().facts();
        facts.add("sessions: " + manifest.path("sessionRule").asText());
        facts.add("split: " + manifest.path(DatasetFolder.SPLIT_RULE).asText());
        facts.add("leaks: " + manifest.path(DatasetFolder.LEAKS).asText());
        lines.addAll(ResultTable.wrapped(facts));
        return lines;
    }

    private static DatasetStatistics statistics(ArtefactFolder folder) {
        try {
            return JSON.treeToValue(folder.manifest().facts().path("statistics"), DatasetStatistics.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the statistics of " + folder.path() + " cannot be read", e);
        }
    }
}
