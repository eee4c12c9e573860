package io.github.dmsrec.app.demo;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.data.DatasetFolder;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.Fingerprint;
import io.github.dmsrec.core.provenance.Origin;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A made-up shop whose visitors click as their hidden intents tell them. A session follows one {@link Theme}, or two at
 * once; within a theme it adds products that go with any of those it has, mostly in one style; a few clicks are strays to
 * what is popular, and a few come back to an item. Themes and products are skewed in popularity. Nothing in it is real,
 * and figures measured on it say that the pipeline works, not how good the method is.
 *
 * @param catalogue items with titles and the attribute {@code category}; their ids are {@code 1001} and up
 * @param sessions all sessions in time order
 */
public record DemoShop(Catalogue catalogue, Sessions sessions) {

    /** How many sessions the quickstart uses. */
    public static final int USUAL_SESSIONS = 4000;

    private static final double SECOND_INTENT = 0.4;
    private static final double STRAY = 0.05;
    private static final double COME_BACK = 0.03;
    private static final double NEIGHBOUR = 0.6;
    private static final double OTHER_STYLE = 0.1;
    private static final double GO_ON = 0.8;
    private static final int LONGEST = 20;
    private static final int ATTEMPTS = 5;

    /**
     * Generates a shop.
     *
     * @param themes how many themes, from 1 to all that there are
     * @param sessions how many sessions, at least 1
     * @param seed of all draws
     */
    public static DemoShop generate(int themes, int sessions, long seed) {
        List<Theme> shelves = Theme.ALL.subList(0, themes);
        List<Item> items = new ArrayList<>();
        for (Theme theme : shelves) {
            for (String product : theme.products()) {
                for (String style : theme.styles()) {
                    items.add(new Item(
                            String.valueOf(1001 + items.size()),
                            style + " " + product,
                            Map.of("category", theme.category().toLowerCase(Locale.ROOT))));
                }
            }
        }
        RandomStreams streams = new RandomStreams(seed);
        List<int[]> clicks = new ArrayList<>();
        for (int s = 0; s < sessions; s++) {
            clicks.add(new Visit(shelves, streams.stream("demo-session", s)).clicks());
        }
        return new DemoShop(new Catalogue(items), Sessions.of(clicks));
    }

    /**
     * The shop as a data set: in time order the first 80 % of the sessions train, the next 10 % validate, the rest test;
     * every click but the first of a session is a target.
     *
     * @param name what reports call it
     */
    public SessionDataset dataset(String name) {
        int validation = sessions.size() * 8 / 10;
        int test = sessions.size() * 9 / 10;
        Map<Split, Examples> examples = new EnumMap<>(Split.class);
        examples.put(Split.TRAIN, Examples.everyPrefixOf(sessions.range(0, validation)));
        examples.put(Split.VALIDATION, Examples.everyPrefixOf(sessions.range(validation, test)));
        examples.put(Split.TEST, Examples.everyPrefixOf(sessions.range(test, sessions.size())));
        StringBuilder content = new StringBuilder();
        catalogue.items().forEach(item -> content.append(item).append('\n'));
        for (int s = 0; s < sessions.size(); s++) {
            content.append(Arrays.toString(sessions.items(s))).append('\n');
        }
        return new SessionDataset(name, Fingerprint.ofText(content.toString()), catalogue, examples);
    }

    /**
     * Writes the shop as a data set folder.
     *
     * @param origin its name becomes the data set's
     */
    public ArtefactFolder write(Path out, Origin origin) throws IOException {
        return DatasetFolder.write(
                out,
                dataset(origin.name()),
                origin,
                Map.of(
                        "format",
                        "demo shop",
                        DatasetFolder.SPLIT_RULE,
                        "sessions in time order: 80 % train, 10 % validation, 10 % test; every prefix is a row",
                        DatasetFolder.LEAKS,
                        "Nothing: models learn from no session that is later than one of the test, and all sessions"
                                + " are drawn alike."));
    }

    /** The number of themes that there are. */
    public static int themeCount() {
        return Theme.ALL.size();
    }

    /** One visitor's session. */
    private static final class Visit {

        private final List<Theme> shelves;
        private final SplittableRandom random;
        private final int[] themes;
        private final int style;
        private final List<Integer> clicks = new ArrayList<>();
        private final List<List<Integer>> productsHad = new ArrayList<>();

        Visit(List<Theme> shelves, SplittableRandom random) {
            this.shelves = shelves;
            this.random = random;
            int first = skewed(shelves.size());
            themes =
                    random.nextDouble() < SECOND_INTENT ? new int[] {first, skewed(shelves.size())} : new int[] {first};
            style = random.nextInt(2);
            shelves.forEach(theme -> productsHad.add(new ArrayList<>()));
        }

        int[] clicks() {
            while (clicks.size() < 2 || (clicks.size() < LONGEST && random.nextDouble() < GO_ON)) {
                double kind = random.nextDouble();
                if (!clicks.isEmpty() && kind < COME_BACK) {
                    clicks.add(clicks.get(random.nextInt(clicks.size())));
                } else if (!clicks.isEmpty() && kind < COME_BACK + STRAY) {
                    int stray = skewed(shelves.size());
                    clicks.add(item(stray, skewed(products(stray))));
                } else {
                    clicks.add(newItem());
                }
            }
            return clicks.stream().mapToInt(Integer::intValue).toArray();
        }

        /** An item that serves one of the intents, most often one that the session does not have yet. */
        private int newItem() {
            int found = 0;
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int theme = themes[random.nextInt(themes.length)];
                List<Integer> had = productsHad.get(theme);
                int product = !had.isEmpty() && random.nextDouble() < NEIGHBOUR
                        ? (had.get(random.nextInt(had.size())) + 1 + random.nextInt(2)) % products(theme)
                        : skewed(products(theme));
                found = item(theme, product);
                if (!clicks.contains(found)) {
                    had.add(product);
                    return found;
                }
            }
            return found;
        }

        private int products(int theme) {
            return shelves.get(theme).products().size();
        }

        private int item(int theme, int product) {
            int before = 0;
            for (int t = 0; t < theme; t++) {
                before += 2 * products(t);
            }
            int chosen = random.nextDouble() < OTHER_STYLE ? 1 - style : style;
            return before + 2 * product + chosen;
        }

        /** A number below {@code count}, small ones more often: the density falls as the square root's inverse. */
        private int skewed(int count) {
            double u = random.nextDouble();
            return (int) (count * u * u);
        }
    }
}
