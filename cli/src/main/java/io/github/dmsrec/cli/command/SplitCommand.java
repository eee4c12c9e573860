package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.dataset.DatasetStatistics;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.core.split.Shares;
import io.github.dmsrec.core.split.Splitting;
import io.github.dmsrec.datasets.split.DatasetSplitting;
import io.github.dmsrec.datasets.split.SplitFacts;
import io.github.dmsrec.experiment.report.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Divides the sessions of a data set again. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "split",
        description = {
            "Make a data set from another: all its sessions are joined and split again into training, validation and test.",
            "time: the last sessions are the test, the last of the others validation. days: those that end within the last"
                    + " --days days are the test, those of as many days before them validation. windows: several windows,"
                    + " one after the"
                    + " other, each split by time, as data sets OUT/window-1, OUT/window-2, ... user: all sessions of a"
                    + " user are in"
                    + " one split, drawn with --seed. leave-last: the last click of each session is the test's, the one"
                    + " before it"
                    + " validation's, the others are trained on.",
            "What each rule leaks is printed, kept in the data set and shown in every report. The catalogue stays."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec split runs/rsc15 --by time --out runs/rsc15-time",
            "  dmsrec split runs/rsc15 --by days --days 2 --out runs/rsc15-days",
            "  dmsrec split runs/rsc15 --by windows --windows 5 --out runs/rsc15-windows"
        })
final class SplitCommand extends ComputingTask {

    private static final List<String> RULES = List.of("time", "days", "windows", "user", "leave-last");
    private static final int WINDOWS = 5;
    private static final int DAYS = 7;

    @Parameters(index = "0", paramLabel = "DATASET", description = "The data set to split.")
    private Path dataset = Path.of("");

    @Option(
            names = "--by",
            paramLabel = "RULE",
            defaultValue = "time",
            description = "time, days, windows, user or leave-last (default: ${DEFAULT-VALUE}).")
    private String by = "";

    @Option(
            names = "--test-share",
            paramLabel = "X",
            description = "The test's share of all sessions, of a window's, or of all users (default: 0.1).")
    private Optional<Double> testShare = Optional.empty();

    @Option(
            names = "--validation-share",
            paramLabel = "X",
            description = "The share of validation in what the test leaves (default: 0.1).")
    private Optional<Double> validationShare = Optional.empty();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "The days of the test, and of validation, counted back from the last click (default: 7).")
    private Optional<Integer> days = Optional.empty();

    @Option(names = "--windows", paramLabel = "K", description = "The number of windows, from 2 (default: 5).")
    private Optional<Integer> windows = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "What reports call it (default: the folder's name).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description = "The data set folder to write, or the folder of the windows.")
    private Path out = Path.of("");

    SplitCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        requireFittingOptions();
        Shares shares =
                new Shares(validationShare.orElse(Shares.TENTHS.validation()), testShare.orElse(Shares.TENTHS.test()));
        Splitting splitting = splitting(shares);
        Origin origin = origin(name.orElseGet(() -> nameOf(out))).withOption("by", by);
        if (splitting.byShares()) {
            origin = origin.withOption("test-share", shares.test()).withOption("validation-share", shares.validation());
        }
        if (by.equals("days")) {
            origin = origin.withOption("days", days.orElse(DAYS));
        }
        if (by.equals("windows")) {
            origin = origin.withOption("windows", windows.orElse(WINDOWS));
        }
        List<ArtefactFolder> made = DatasetSplitting.run(dataset, splitting, out, origin);
        JsonNode facts = made.get(0).manifest().facts();
        facts.path(SplitFacts.ASSUMPTIONS).forEach(assumption -> console.warn(assumption.asText()));
        List<String> lines = new ArrayList<>(TextTable.wrapped(List.of(
                "split: " + facts.path(DatasetFolder.SPLIT_RULE).asText(),
                "leaks: " + facts.path(DatasetFolder.LEAKS).asText())));
        if (made.size() == 1) {
            lines.addAll(DatasetStatistics.of(DatasetFolder.read(out)).lines());
        }
        made.forEach(window -> lines.add("data set             " + window.path() + counts(made.size(), window)));
        ObjectNode json = JSON.createObjectNode();
        ArrayNode datasets = json.putArray("datasets");
        made.forEach(each -> datasets.add(json(each)));
        print(json, lines);
        return 0;
    }

    private Splitting splitting(Shares shares) {
        return switch (by) {
            case "time" -> new Splitting.ByTime(shares);
            case "days" -> new Splitting.ByDays(days.orElse(DAYS));
            case "windows" -> new Splitting.Windows(windows.orElse(WINDOWS), shares);
            case "user" -> new Splitting.ByUser(shares, run.seed);
            case "leave-last" -> new Splitting.LeaveLast();
            default -> throw new IllegalStateException("no rule '" + by + "'");
        };
    }

    private void requireFittingOptions() {
        List<String> mistakes = new ArrayList<>();
        if (!RULES.contains(by)) {
            mistakes.add("--by is '" + by + "' but must be one of " + String.join(", ", RULES));
        }
        checkShare(mistakes, "--test-share", testShare);
        checkShare(mistakes, "--validation-share", validationShare);
        checkCount(mistakes, "days", days, 1, "which does not count them");
        checkCount(mistakes, "windows", windows, 2, "which makes none");
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(
                    String.join("; ", mistakes) + ".", "See 'dmsrec split --help' for the options that go together.");
        }
    }

    private void checkCount(List<String> mistakes, String rule, Optional<Integer> count, int least, String otherwise) {
        count.ifPresent(value -> {
            String given = "--" + rule + " is " + value;
            if (!by.equals(rule)) {
                mistakes.add(given + ", but --by is '" + by + "', " + otherwise);
            } else if (value < least) {
                mistakes.add(given + " but must be at least " + least);
            }
        });
    }

    private void checkShare(List<String> mistakes, String option, Optional<Double> share) {
        share.ifPresent(value -> {
            if (by.equals("leave-last")) {
                mistakes.add(option + " is " + value + ", but --by is 'leave-last', which holds one click out");
            } else if (by.equals("days")) {
                mistakes.add(option + " is " + value + ", but --by is 'days', which goes by --days");
            } else if (!Shares.isShare(value)) {
                mistakes.add(option + " is " + value + " but must lie between 0 and 1");
            }
        });
    }

    private static String counts(int datasets, ArtefactFolder window) {
        if (datasets == 1) {
            return "";
        }
        List<String> rows = new ArrayList<>();
        for (Split split : Split.values()) {
            JsonNode counts = window.manifest().facts().path("statistics").path(split.label());
            rows.add(String.format(
                    Locale.ROOT,
                    "%s %,d sessions, %,d rows",
                    split.label(),
                    counts.path("sessions").asInt(),
                    counts.path("rows").asInt()));
        }
        return " (" + String.join("; ", rows) + ")";
    }
}
