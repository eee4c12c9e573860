package io.github.dmsrec.baseline;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.recommend.ScratchPool;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Recommends items whose titles have rare words in common with those of the clicked items: the cosine of the titles' tf-idf
 * vectors (Salton and Buckley, Information Processing and Management 24(5), 1988), a word of {@code f} of {@code N} titles weighing
 * {@code ln(N / f)} however often it stands in one, times a power of the item's clicks. The only rule that needs no click on an item
 * to recommend it. The score of an item is the sum over the clicked items, later clicks counting more.
 */
final class TitleKnn {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    static final Option<Double> POPULARITY = Option.weight(
            "popularity-exponent",
            "the power of an item's clicks, and one, that its similarity is multiplied with",
            0.5);
    static final Option<Integer> COMMON = Option.integer(
            "common-words", "words of more titles than so many are left out", 2000, 1, Integer.MAX_VALUE);
    static final Option<Integer> ENTRIES =
            Option.integer("entries", "how many similar items are kept of each", 200, 1, 1 << 20);

    static final BaselineKind KIND = new BaselineKind(
            "title-knn",
            "items with similar titles: cosine of tf-idf vectors, Salton and Buckley, 1988",
            BaselineKind.Order.NONE,
            List.of(POPULARITY, COMMON, LinearRows.QUERY_DECAY, ENTRIES),
            TitleKnn::learn,
            new LinearRows.Store());

    private TitleKnn() {}

    private static Recommender learn(Sessions sessions, Catalogue catalogue, OptionValues options, Progress progress) {
        int n = catalogue.size();
        int[][] words = words(catalogue);
        if (Arrays.stream(words).allMatch(ofTitle -> ofTitle.length == 0)) {
            throw new UserMistakeException(
                    KIND.name() + " compares the titles of items, but none of the " + n + " items has one.",
                    "Import the items with their titles (--items FILE --title COLUMN), or choose another method.");
        }
        int[][] titles = titlesByWord(words);
        double[] weights = Arrays.stream(titles)
                .mapToDouble(of -> of.length > options.get(COMMON) ? 0 : Math.log((double) n / of.length))
                .toArray();
        double[] lengths = Arrays.stream(words)
                .mapToDouble(ofTitle -> Math.sqrt(Arrays.stream(ofTitle)
                        .mapToDouble(word -> weights[word] * weights[word])
                        .sum()))
                .toArray();
        double[] factors = Arrays.stream(sessions.clicksPerItem(n))
                .mapToDouble(clicks -> Math.pow(clicks + 1.0, options.get(POPULARITY)))
                .toArray();
        SparseRows.Greatest similar = new SparseRows.Greatest(n, options.get(ENTRIES));
        ScratchPool<SparseRows.Accumulator> scratch = new ScratchPool<>(() -> new SparseRows.Accumulator(n));
        IntStream.range(0, n)
                .parallel()
                .forEach(item -> scratch.with(sums -> {
                    for (int word : words[item]) {
                        if (weights[word] > 0) {
                            double weight = weights[word] * weights[word] / lengths[item];
                            for (int other : titles[word]) {
                                if (other != item) {
                                    sums.add(other, weight / lengths[other] * factors[other]);
                                }
                            }
                        }
                    }
                    similar.set(item, sums);
                    sums.clear();
                }));
        return new LinearRows(KIND.name(), similar.build(), options.get(LinearRows.QUERY_DECAY));
    }

    /** The different words of each title, numbered as they come first. */
    private static int[][] words(Catalogue catalogue) {
        Map<String, Integer> numbers = new HashMap<>();
        return IntStream.range(0, catalogue.size())
                .mapToObj(item -> WORD.matcher(catalogue.title(item).toLowerCase(Locale.ROOT))
                        .results()
                        .map(MatchResult::group)
                        .mapToInt(word -> numbers.merge(word, numbers.size(), (known, next) -> known))
                        .distinct()
                        .sorted()
                        .toArray())
                .toArray(int[][]::new);
    }

    private static int[][] titlesByWord(int[]... words) {
        int count = Arrays.stream(words).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
        int[] sizes = new int[count];
        for (int[] ofTitle : words) {
            for (int word : ofTitle) {
                sizes[word]++;
            }
        }
        int[][] titles = Arrays.stream(sizes).mapToObj(int[]::new).toArray(int[][]::new);
        for (int item = words.length - 1; item >= 0; item--) {
            for (int word : words[item]) {
                titles[word][--sizes[word]] = item;
            }
        }
        return titles;
    }
}
