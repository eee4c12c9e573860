package io.github.dmsrec.core.recommend;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads recommendations that were made elsewhere for the test rows of a data set. Ids are external ones. Three formats, by
 * the ending of the file:
 *
 * <ul>
 *   <li>{@code .tsv} and {@code .parquet}, as {@code dmsrec predict} writes them: the columns {@code session}, {@code
 *       position} (of the current click in its session, from 0), {@code items} and {@code scores}, best first;
 *   <li>{@code .csv} of session-rec: separated by semicolons, with the columns {@code SessionId}, {@code Position} (of the
 *       prediction point among those of its session, from 0), {@code Recommendations} and {@code Scores}.
 * </ul>
 *
 * Other columns are ignored, and lines may stand in any order. For one thread.
 */
public final class ExternalLists {

    private static final int NAMED = 3;

    /** A test row, as files name it. */
    private record Key(String session, int position) {
        @Override
        public String toString() {
            return "session '" + session + "' position " + position;
        }
    }

    /** One list, checked. */
    private record Ranking(String place, int[] items, float[] scores) {}

    private final Path file;
    private final Catalogue catalogue;
    private final Map<Key, Integer> rows = new HashMap<>();
    private final Set<String> sessions = new HashSet<>();
    private final List<Key> keys;
    private final Map<Integer, Ranking> found = new HashMap<>();

    private ExternalLists(Path file, SessionDataset dataset, List<Key> keys) {
        this.file = file;
        this.catalogue = dataset.catalogue();
        this.keys = keys;
        for (int row = 0; row < keys.size(); row++) {
            Key key = keys.get(row);
            if (rows.put(key, row) != null) {
                throw new IllegalStateException("two test rows are " + key);
            }
            sessions.add(key.session());
        }
    }

    /**
     * Reads a file.
     *
     * @param dataset its test rows are those that the lists are for
     * @return one list for each test row, in their order; a list may be empty
     * @throws UserMistakeException if the file is absent, empty, of no known format or lacks a column; if a line names no
     *     test row or one that an earlier line has; if an item is unknown or twice in its list; if the scores are not
     *     numbers, not as many as the items, or not best first; or if a test row has no list
     */
    public static CandidateLists read(Path file, SessionDataset dataset) throws IOException {
        ExternalFormat format = ExternalFormat.of(file);
        if (!Files.isRegularFile(file)) {
            throw new UserMistakeException(
                    "'" + file + "' does not exist.",
                    "Check the path; relative paths start at the" + " current directory.");
        }
        Examples test = dataset.examples(Split.TEST);
        List<Key> keys = format == ExternalFormat.SESSION_REC ? byPredictionPoint(test) : byClick(test);
        ExternalLists lists = new ExternalLists(file, dataset, keys);
        format.read(file, lists::add);
        return lists.inRowOrder();
    }

    private static List<Key> byClick(Examples test) {
        return IntStream.range(0, test.size())
                .mapToObj(row -> new Key(test.sessions().id(test.session(row)), test.length(row) - 1))
                .toList();
    }

    private static List<Key> byPredictionPoint(Examples test) {
        int[] position = new int[test.size()];
        int[] points = new int[test.sessions().size()];
        IntStream.range(0, test.size())
                .boxed()
                .sorted(Comparator.comparingInt(test::length))
                .forEach(row -> position[row] = points[test.session(row)]++);
        return IntStream.range(0, test.size())
                .mapToObj(row -> new Key(test.sessions().id(test.session(row)), position[row]))
                .toList();
    }

    private void add(ExternalFormat.Row given) {
        String place = given.place();
        int row = rowOf(given);
        int[] items = items(given);
        float[] scores = scores(given);
        if (items.length != scores.length) {
            throw new UserMistakeException(
                    place + " has " + items.length + " items, but " + scores.length + " scores.",
                    "Complete the line; if an item's id has a comma, use a .parquet file, whose lists take any id.");
        }
        Ranking earlier = found.putIfAbsent(row, new Ranking(place, items, scores));
        if (earlier != null) {
            throw new UserMistakeException(
                    place + " is for " + keys.get(row) + ", as is " + earlier.place() + ".",
                    "Keep one of them: each row is predicted once.");
        }
    }

    private int rowOf(ExternalFormat.Row given) {
        // Blanks around an id are a program's padding, unless the data set has an id with them.
        String session = sessions.contains(given.session())
                ? given.session()
                : given.session().strip();
        if (!sessions.contains(session)) {
            throw new UserMistakeException(
                    given.place() + ": no test row is of session '" + session + "'.",
                    "Give recommendations for this data set and split.");
        }
        // No test row has a negative position: no number is treated as a position that is not there.
        Optional<Integer> row = wholeNumber(given.position()).map(position -> rows.get(new Key(session, position)));
        return row.orElseThrow(() -> {
            String known = keys.stream()
                    .filter(key -> key.session().equals(session))
                    .map(key -> String.valueOf(key.position()))
                    .collect(Collectors.joining(", "));
            return new UserMistakeException(
                    given.place() + ": session '" + session + "' has no test row at position '" + given.position()
                            + "', only at " + known + ".",
                    "Count positions from 0, without clicks on items that the catalogue does not have.");
        });
    }

    private static Optional<Integer> wholeNumber(String text) {
        try {
            return Optional.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private int[] items(ExternalFormat.Row given) {
        int[] items = new int[given.items().size()];
        Set<Integer> listed = new HashSet<>();
        for (int rank = 0; rank < items.length; rank++) {
            String id = given.items().get(rank);
            OptionalInt index = catalogue.indexOf(id);
            if (index.isEmpty()) {
                throw new UserMistakeException(
                        given.place() + " recommends the item '" + id + "', which the catalogue does not have.",
                        "Give recommendations for this data set, with its item ids.");
            }
            items[rank] = index.getAsInt();
            if (!listed.add(items[rank])) {
                throw new UserMistakeException(
                        given.place() + " recommends the item '" + id + "' twice.",
                        "Keep one of them: an item has one place in a list.");
            }
        }
        return items;
    }

    private static float[] scores(ExternalFormat.Row given) {
        float[] scores = new float[given.scores().size()];
        double before = Double.POSITIVE_INFINITY;
        for (int rank = 0; rank < scores.length; rank++) {
            String text = given.scores().get(rank);
            double score = number(text);
            if (!Double.isFinite(score)) {
                throw new UserMistakeException(
                        given.place() + " has the score '" + text + "' at place " + (rank + 1)
                                + ", which is not a finite number.",
                        "Check whether the model that made it diverged, or decimals are written with a comma.");
            }
            if (score > before) {
                throw new UserMistakeException(
                        given.place() + " has the score " + text + " at place " + (rank + 1) + " after the lower "
                                + given.scores().get(rank - 1) + ".",
                        "Sort the list by score: the best item comes first.");
            }
            scores[rank] = (float) score;
            before = score;
        }
        return scores;
    }

    /** NaN for what is not a number. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private CandidateLists inRowOrder() {
        if (found.isEmpty()) {
            throw new UserMistakeException(
                    "'" + file + "' has columns, but no recommendations.",
                    "Make or fetch the file" + " again: it may have been cut off.");
        }
        int[] missing = IntStream.range(0, keys.size())
                .filter(row -> !found.containsKey(row))
                .toArray();
        if (missing.length > 0) {
            String first = Arrays.stream(missing)
                    .limit(NAMED)
                    .mapToObj(row -> keys.get(row).toString())
                    .collect(Collectors.joining(", "));
            throw new UserMistakeException(
                    "'" + file + "' has no recommendations for " + missing.length + " of " + keys.size()
                            + " test rows: " + first + (missing.length > NAMED ? " and others." : "."),
                    "Complete the file; a row without recommendations has an empty list.");
        }
        CandidateLists.Builder lists = new CandidateLists.Builder();
        for (int row = 0; row < keys.size(); row++) {
            Ranking ranking = Optional.ofNullable(found.get(row)).orElseThrow();
            for (int rank = 0; rank < ranking.items().length; rank++) {
                lists.add(ranking.items()[rank], ranking.scores()[rank]);
            }
            lists.endRow();
        }
        return lists.build();
    }
}
