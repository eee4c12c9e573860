package io.github.dmsrec.intent.answers.statistics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.SafeText;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.Manifest;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.exchange.Answers;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.RecordedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.function.Function;

/** How far two folders of intents for the same rows agree: two models, or two runs of one. */
public final class Agreement {

    private static final int SHOWN = 10;
    private static final int LABEL = 34;

    private final IntentRecord first;
    private final IntentRecord second;
    private final Map<Split, AgreementCounts> counts = new EnumMap<>(Split.class);
    private final List<Difference> differences = new ArrayList<>();

    /** A row in both folders; the order is that in which they were compared. */
    private record Difference(double jaccard, long order, RecordedRow first, RecordedRow second) {}

    private Agreement(IntentRecord first, IntentRecord second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Checks that two folders were inferred from the same.
     *
     * @throws UserMistakeException if the data sets or the candidates differ, naming both
     */
    public static void requireComparable(ArtefactFolder first, ArtefactFolder second) {
        for (String role : List.of("dataset", "candidates")) {
            Optional<Manifest.Input> ofFirst = first.manifest().input(role);
            Optional<Manifest.Input> ofSecond = second.manifest().input(role);
            if (!ofFirst.map(Manifest.Input::fingerprint).equals(ofSecond.map(Manifest.Input::fingerprint))) {
                throw new UserMistakeException(
                        "'" + first.path() + "' was inferred from the " + role + " " + named(ofFirst) + ", but '"
                                + second.path() + "' from " + named(ofSecond) + ".",
                        "Name other folders: only intents for the same rows and the same candidates can be compared.");
            }
        }
    }

    private static String named(Optional<Manifest.Input> input) {
        return input.map(known -> "'" + known.path() + "' (fingerprint "
                        + known.fingerprint()
                                .substring(0, Math.min(12, known.fingerprint().length()))
                        + ")")
                .orElse("that its manifest does not name");
    }

    /** Compares two folders that {@link #requireComparable} lets pass. */
    public static Agreement of(IntentRecord first, IntentRecord second, List<Split> splits, Progress progress)
            throws IOException {
        Agreement agreement = new Agreement(first, second);
        Comparator<Difference> mostAlikeFirst = Comparator.comparingDouble(Difference::jaccard)
                .thenComparing(Difference::order)
                .reversed();
        PriorityQueue<Difference> most = new PriorityQueue<>(mostAlikeFirst);
        long[] order = new long[1];
        try (Progress.Stage stage = progress.stage("compare intents", "rows", first.count(splits))) {
            for (Split split : splits) {
                AgreementCounts ofSplit = new AgreementCounts();
                agreement.counts.put(split, ofSplit);
                AlignedRows others = new AlignedRows(second, split);
                first.forEach(split, stage, row -> {
                    RecordedRow other = others.row(row.number());
                    OptionalDouble jaccard = ofSplit.add(first, row, second, other);
                    if (jaccard.isPresent() && jaccard.getAsDouble() < 1) {
                        most.add(new Difference(jaccard.getAsDouble(), order[0]++, row, other));
                        if (most.size() > SHOWN) {
                            most.remove();
                        }
                    }
                });
            }
        }
        while (!most.isEmpty()) {
            agreement.differences.add(0, most.remove());
        }
        return agreement;
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("A " + named(first));
        lines.add("B " + named(second));
        StringBuilder header = new StringBuilder(" ".repeat(LABEL));
        counts.keySet().forEach(split -> header.append(String.format(Locale.ROOT, "%12s", split.label())));
        lines.add(header.toString());
        row(lines, "rows", of -> count(of.rows));
        row(lines, "  both answered", of -> count(of.both));
        row(lines, "  only A answered", of -> count(of.onlyFirst));
        row(lines, "  only B answered", of -> count(of.onlySecond));
        row(lines, "equal picks", of -> percent(AgreementCounts.share(of.identical, of.compared)));
        row(
                lines,
                "same first pick",
                of -> of.withOrder == 0 ? "-" : percent(AgreementCounts.share(of.sameFirst, of.withOrder)));
        row(lines, "Jaccard index of the picks", of -> number(of.jaccard()));
        row(lines, "  of picks by chance", of -> numberOrNone(of.chance()));
        row(lines, "  corrected for chance", of -> numberOrNone(of.corrected()));
        row(lines, "explicit, of A's intents", of -> percent(of.explicitShare(0)));
        row(lines, "explicit, of B's intents", of -> percent(of.explicitShare(1)));
        if (!differences.isEmpty()) {
            lines.add("rows that differ most");
        }
        for (Difference difference : differences) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s, session %s: Jaccard index %.2f",
                    difference.first().place(),
                    SafeText.line(first.session(difference.first())),
                    difference.jaccard()));
            lines.add("    clicked " + titles(first, first.clicks(difference.first()), " > "));
            lines.add("    A       " + titles(first, first.picks(difference.first()), "; "));
            lines.add("    B       " + titles(second, second.picks(difference.second()), "; "));
        }
        return lines;
    }

    private static String named(IntentRecord record) {
        String model = Answers.model(record);
        return record.folder().path() + ": " + record.inferrer() + (model.isEmpty() ? "" : ", model " + model);
    }

    private static String titles(IntentRecord record, int[] items, String separator) {
        return items.length == 0
                ? "none"
                : SafeText.joined(Arrays.stream(items).mapToObj(record::title).toList(), separator);
    }

    private void row(List<String> lines, String label, Function<AgreementCounts, String> value) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + LABEL + "s", label));
        counts.values().forEach(of -> line.append(String.format(Locale.ROOT, "%12s", value.apply(of))));
        lines.add(line.toString());
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String numberOrNone(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "-";
    }

    /** The same as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("first", first.folder().path().toString())
                .put("second", second.folder().path().toString());
        ObjectNode splits = json.putObject("splits");
        counts.forEach((split, of) -> of.writeTo(splits.putObject(split.label())));
        ArrayNode array = json.putArray("differences");
        for (Difference difference : differences) {
            ObjectNode node = array.addObject()
                    .put("split", difference.first().split().label())
                    .put("row", difference.first().number())
                    .put("session", first.session(difference.first()))
                    .put("jaccard", difference.jaccard());
            put(node.putArray("clicked"), first, first.clicks(difference.first()));
            put(node.putArray("first"), first, first.picks(difference.first()));
            put(node.putArray("second"), second, second.picks(difference.second()));
        }
        return json;
    }

    private static void put(ArrayNode array, IntentRecord record, int[] items) {
        Arrays.stream(items).mapToObj(record::title).forEach(array::add);
    }
}
