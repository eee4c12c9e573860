package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.core.session.Sessions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleKnnTest {

    private static final List<String> TITLES = List.of(
            "Acme Lip Balm, cherry",
            "ACME lip balm (mint)",
            "Nordic hand cream",
            "",
            "Acme hand-cream cherry",
            "Crème à l'eau");
    private static final int N = TITLES.size();
    /** Item 5 is never clicked. */
    private static final Sessions LOG =
            Sessions.of(List.of(new int[] {0, 1, 2}, new int[] {0, 4}, new int[] {3, 0}, new int[] {2, 4}));

    private static Recommender learned(List<String> titles, Map<String, String> options) {
        Catalogue catalogue = new Catalogue(IntStream.range(0, titles.size())
                .mapToObj(item -> new Item("i" + item, titles.get(item), Map.of()))
                .toList());
        return BaselineOptions.defaults("title-knn").with(options).learn(LOG, catalogue);
    }

    private static float[] scores(Recommender recommender, int... session) {
        float[] scores = new float[recommender.catalogueSize()];
        recommender.score(Prefixes.of(session), 0, 1, scores);
        return scores;
    }

    private static Set<String> words(String title) {
        return Arrays.stream(title.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    /** By the definition, over all words of all titles. */
    private static double[] direct(double exponent, int common, double decay, int... session) {
        Set<String> all =
                TITLES.stream().flatMap(title -> words(title).stream()).collect(Collectors.toSet());
        double[][] vectors = new double[N][all.size()];
        int dimension = 0;
        for (String word : all) {
            long titles =
                    TITLES.stream().filter(title -> words(title).contains(word)).count();
            for (int item = 0; item < N; item++) {
                if (words(TITLES.get(item)).contains(word) && titles <= common) {
                    vectors[item][dimension] = Math.log((double) N / titles);
                }
            }
            dimension++;
        }
        double[] scores = new double[N];
        for (int position = 0; position < session.length; position++) {
            double fading = decay == 0 ? 1 : Math.exp(-(session.length - 1 - position) / decay);
            for (int item = 0; item < N; item++) {
                double[] a = vectors[session[position]];
                double[] b = vectors[item];
                double product = IntStream.range(0, a.length)
                        .mapToDouble(i -> a[i] * b[i])
                        .sum();
                double lengths = Math.sqrt(Arrays.stream(a).map(x -> x * x).sum()
                        * Arrays.stream(b).map(x -> x * x).sum());
                if (item != session[position] && product > 0) {
                    scores[item] += fading * product / lengths * Math.pow(LOG.clicksPerItem(N)[item] + 1.0, exponent);
                }
            }
        }
        return scores;
    }

    @ParameterizedTest
    @CsvSource({"0.5, 2000, 2", "0, 2000, 0", "1, 2, 1"})
    void scoresAreWeightedCosinesOfTheTitles(double exponent, int common, double decay) {
        Recommender recommender = learned(
                TITLES,
                Map.of(
                        "popularity-exponent", "" + exponent,
                        "common-words", "" + common,
                        "query-decay", "" + decay));

        for (int[] session : new int[][] {{0}, {2, 0}, {4, 1, 3}, {5}}) {
            float[] scores = scores(recommender, session);
            double[] expected = direct(exponent, common, decay, session);
            for (int item = 0; item < N; item++) {
                assertThat((double) scores[item])
                        .as("item %d after %s", item, Arrays.toString(session))
                        .isCloseTo(expected[item], within(1e-6));
            }
        }
    }

    @Test
    void anItemWithoutClicksIsRecommendedByItsTitle() {
        List<String> titles = List.of("red shoe", "blue shoe", "green hat", "hat", "scarf", "red hat, new");

        assertThat(scores(learned(titles, Map.of()), 0)[5]).isPositive();
    }

    @Test
    void theMostSimilarAreKept() {
        float[] scores = scores(learned(TITLES, Map.of("entries", "1", "popularity-exponent", "0")), 0);

        assertThat(IntStream.range(0, N).filter(item -> scores[item] > 0)).containsExactly(1);
    }

    @Test
    void aCatalogueWithoutTitlesIsRefused() {
        assertThatThrownBy(() -> learned(List.of("", "", "", "", ""), Map.of()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("none of the 5 items has one")
                .hasMessageContaining("--title COLUMN");
    }
}
