package io.github.dmsrec.cli.command;

import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.Datasets;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.datasets.synthetic.SyntheticWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a synthetic data set or click log. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "make",
        description = {
            "Make a data set up, for trying things out and for load and scale: sessions that follow latent intents,"
                    + " with titles,"
                    + " times and users.",
            "The lengths of sessions and the popularity of items fall by power laws. The share of clicks that follow the"
                    + " intent is"
                    + " known and stands in the manifest. The same options and seed give the same bytes, and memory does"
                    + " not grow with"
                    + " the events. Figures on made data say that things work, not how good a method is."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec dataset make --events 1000000 --out runs/made",
            "  dmsrec dataset make --events 100000000 --as csv --out runs/log"
        })
final class DatasetMakeCommand extends ComputingTask {

    private static final long FEWEST = 1_000;
    private static final long MOST = 100_000_000;
    private static final int MOST_ITEMS = 10_000_000;

    @Option(
            names = "--events",
            required = true,
            paramLabel = "N",
            description = "How many clicks, from 1000 to 100000000; the session that reaches them is the last.")
    private long events;

    @Option(
            names = "--items",
            paramLabel = "N",
            description = "How many items, about (default: one for every 50 events, 48 to 1000000).")
    private Optional<Integer> items = Optional.empty();

    @Option(
            names = "--intents",
            paramLabel = "K",
            description = "How many latent intents (default: one for every 24 items, at most 1000).")
    private Optional<Integer> intents = Optional.empty();

    @Option(
            names = "--sessions-exponent",
            paramLabel = "X",
            description =
                    "Sessions of l clicks come about l^-X as often as those of one, from 2 to 200 clicks (default: 2.4).")
    private Optional<Double> sessionsExponent = Optional.empty();

    @Option(
            names = "--items-exponent",
            paramLabel = "X",
            description =
                    "The k-th intent, and the k-th product of an intent, is chosen about k^-X as often as the first; 0 to"
                            + " 0.95 (default: 0.6).")
    private Optional<Double> itemsExponent = Optional.empty();

    @Option(
            names = "--signal",
            paramLabel = "X",
            description =
                    "The share of clicks that follow the session's intents; the others are strays and repeats (default:"
                            + " 0.92).")
    private Optional<Double> signal = Optional.empty();

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            description =
                    "csv or parquet: write a click log (session, user, item, time) and a file of items, as they come from"
                            + " outside, in place of a data set.")
    private Optional<String> as = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "What reports call it (default: the folder's name).")
    private Optional<String> name = Optional.empty();

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "The folder to write.")
    private Path out = Path.of("");

    DatasetMakeCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        requireValues();
        SyntheticPlan plan = plan();
        if (as.isPresent()) {
            writeLog(plan, SyntheticWriter.LogFormat.valueOf(as.get().toUpperCase(Locale.ROOT)));
            return 0;
        }
        ArtefactFolder.checkReplaceable(out, ArtefactKind.DATASET);
        Origin origin = origin(name.orElseGet(() -> nameOf(out)))
                .withOption("events", events)
                .withOption("items", plan.items())
                .withOption("intents", plan.intents())
                .withOption("sessions-exponent", sessionsExponent.orElse(SyntheticPlan.USUAL_SESSIONS_EXPONENT))
                .withOption("items-exponent", plan.itemsExponent())
                .withOption("signal", plan.signal());
        ArtefactFolder made = Datasets.make(plan, out, origin, console.progress());
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "items                %,d of %,d intents", plan.items(), plan.intents()));
        for (Split split : Split.values()) {
            var counts = made.manifest().facts().path("statistics").path(split.label());
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %,d sessions, %,d clicks",
                    split.label(),
                    counts.path("sessions").asLong(),
                    counts.path("clicks").asLong()));
        }
        lines.add(String.format(
                Locale.ROOT,
                "planted signal       %.2f %% of the clicks after the first follow the session's intents",
                100
                        * made.manifest()
                                .facts()
                                .path("made")
                                .path("signalMeasured")
                                .asDouble()));
        lines.add("data set             " + out);
        printMade(made, lines);
        return 0;
    }

    private void writeLog(SyntheticPlan plan, SyntheticWriter.LogFormat format) throws IOException {
        if (Files.exists(out)) {
            throw new UserMistakeException(
                    "'" + out + "' exists, so it is not overwritten.",
                    "Choose a different --out, or delete what is there.");
        }
        SyntheticWriter.writeLog(plan, format, out, console.progress());
        String ending = format.name().toLowerCase(Locale.ROOT);
        Path clicks = out.resolve("clicks." + ending);
        Path titles = out.resolve("items." + ending);
        print(
                JSON.createObjectNode().put("clicks", clicks.toString()).put("items", titles.toString()),
                List.of("clicks               " + clicks, "items                " + titles));
    }

    private SyntheticPlan plan() {
        SyntheticPlan plan = SyntheticPlan.ofEvents(events, run.seed);
        long wanted = items.map(Integer::longValue).orElse((long) plan.items());
        plan = intents.isPresent() ? plan.withIntents(intents.get(), wanted) : plan.withItems(wanted);
        return plan.with(
                sessionsExponent.orElse(SyntheticPlan.USUAL_SESSIONS_EXPONENT),
                itemsExponent.orElse(SyntheticPlan.USUAL_ITEMS_EXPONENT),
                signal.orElse(SyntheticPlan.USUAL_SIGNAL));
    }

    private void requireValues() {
        List<String> mistakes = new ArrayList<>();
        if (events < FEWEST || events > MOST) {
            mistakes.add("--events is " + events + " but must be from " + FEWEST + " to " + MOST);
        }
        items.filter(count -> count < 2 || count > MOST_ITEMS)
                .ifPresent(count -> mistakes.add("--items is " + count + " but must be from 2 to " + MOST_ITEMS));
        intents.filter(count -> count < 1 || count > items.orElse(MOST_ITEMS) / 2)
                .ifPresent(count -> mistakes.add(
                        "--intents is " + count + " but must be from 1 to half the items, as each has two at least"));
        sessionsExponent
                .filter(value -> !(value > 1 && value <= 10))
                .ifPresent(
                        value -> mistakes.add("--sessions-exponent is " + value + " but must be above 1, at most 10"));
        itemsExponent
                .filter(value -> !(value >= 0 && value <= 0.95))
                .ifPresent(value -> mistakes.add("--items-exponent is " + value + " but must be from 0 to 0.95"));
        signal.filter(value -> !(value >= 0 && value <= 1))
                .ifPresent(value -> mistakes.add("--signal is " + value + " but must be from 0 to 1"));
        as.filter(format -> !List.of("csv", "parquet").contains(format))
                .ifPresent(format -> mistakes.add("--as is '" + format + "' but must be csv or parquet"));
        if (!mistakes.isEmpty()) {
            throw new UserMistakeException(String.join("; ", mistakes) + ".", "See 'dmsrec dataset make --help'.");
        }
    }
}
