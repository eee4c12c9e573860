package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.SessionLog;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A log in which nothing hurts, to be spoilt in one place. */
final class Shop {

    /** A session that can be changed. */
    static final class Visit {
        String id = "";
        int[] items = {};
        double[] times = {};
    }

    static final int ITEMS = 2000;
    private static final int POPULAR = 110;
    private static final int TRAIN = 2600;
    private static final int VALIDATION = 150;
    private static final int TEST = 250;

    final List<Visit> train = new ArrayList<>();
    final List<Visit> validation = new ArrayList<>();
    final List<Visit> test = new ArrayList<>();
    final List<String> titles = new ArrayList<>();
    private boolean timed = true;
    private UnaryOperator<Examples> trainRows = rows -> rows;
    private Map<String, String> facts =
            Map.of(DatasetFolder.SPLIT_RULE, "sessions in time order", DatasetFolder.LEAKS, "Nothing.");

    Shop() {
        RandomStreams streams = new RandomStreams(7);
        int[] next = streams.permutation(ITEMS, "what follows");
        int[] starts = streams.permutation(ITEMS, "starts");
        for (int s = 0; s < TRAIN + VALIDATION + TEST; s++) {
            Visit visit = visit(s, next, starts, streams.stream("visit", s));
            (s < TRAIN ? train : s < TRAIN + VALIDATION ? validation : test).add(visit);
        }
        BitSet known = new BitSet();
        train.forEach(visit -> IntStream.of(visit.items).forEach(known::set));
        test.forEach(visit -> visit.items = IntStream.of(visit.items)
                .map(item -> known.get(item) ? item : next[0])
                .toArray());
        for (int item = 0; item < ITEMS; item++) {
            titles.add("the " + word(item / 50) + " " + word(40 + item % 50));
        }
    }

    private static String word(int number) {
        return "" + (char) ('b' + number % 24) + "a" + (char) ('c' + number / 24) + "o";
    }

    // Sessions before the test begin with the first part of the starts, those of the test with the rest, so that no
    // first step is common by chance.
    private static Visit visit(int number, int[] next, int[] starts, SplittableRandom random) {
        int first = 1800;
        int place =
                number < TRAIN + VALIDATION ? number % first : first + (number - TRAIN - VALIDATION) % (ITEMS - first);
        int length = 6 + random.nextInt(8);
        Visit visit = new Visit();
        visit.id = "v" + number;
        visit.items = new int[length];
        visit.times = new double[length];
        double time = 1_500_000_000 + 3600.0 * number;
        int item = starts[place];
        for (int i = 0; i < length; i++) {
            visit.items[i] = item;
            visit.times[i] = time;
            time += 5 + random.nextInt(100);
            double kind = random.nextDouble();
            if (kind < 0.5) {
                item = next[item];
            } else if (kind < 0.9) {
                double u = random.nextDouble();
                item = next[(int) (POPULAR * u * u)];
            } else if (kind < 0.95) {
                item = visit.items[random.nextInt(i + 1)];
            } else {
                item = random.nextInt(ITEMS);
            }
        }
        return visit;
    }

    Shop withoutTimes() {
        timed = false;
        return this;
    }

    Shop withTrainRows(UnaryOperator<Examples> change) {
        trainRows = change;
        return this;
    }

    Shop withFacts(Map<String, String> others) {
        facts = others;
        return this;
    }

    /** Writes the log as a data set folder and checks it. */
    CheckReport check(Path folder) throws IOException {
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        examples.put(Split.TRAIN, trainRows.apply(Examples.everyPrefixOf(sessions(train, 0))));
        examples.put(Split.VALIDATION, Examples.everyPrefixOf(sessions(validation, train.size())));
        examples.put(Split.TEST, Examples.everyPrefixOf(sessions(test, train.size() + validation.size())));
        List<Item> items = IntStream.range(0, titles.size())
                .mapToObj(item -> new Item("i" + item, titles.get(item), Map.of()))
                .toList();
        SessionDataset dataset = new SessionDataset("shop", Fingerprint.ofText("shop"), new Catalogue(items), examples);
        DatasetFolder.write(folder, dataset, Origin.of("shop", "a test", 1, 1), facts);
        return io.github.dmsrec.datasets.Datasets.check(folder);
    }

    private Sessions sessions(List<Visit> visits, int firstPlace) {
        int[] offsets = new int[visits.size() + 1];
        for (int s = 0; s < visits.size(); s++) {
            offsets[s + 1] = offsets[s] + visits.get(s).items.length;
        }
        int[] clicks =
                visits.stream().flatMapToInt(visit -> IntStream.of(visit.items)).toArray();
        double[] times = visits.stream()
                .flatMapToDouble(visit -> java.util.Arrays.stream(visit.times))
                .toArray();
        return new Sessions(
                offsets,
                clicks,
                timed
                        ? Optional.of(new SessionLog(
                                visits.stream().map(visit -> visit.id).toList(),
                                IntStream.range(firstPlace, firstPlace + visits.size())
                                        .toArray(),
                                times))
                        : Optional.empty());
    }
}
