package io.github.dmsrec.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.recommend.Ranking;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Sessions;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A recommendation costs what a session and its neighbours cost, whatever the catalogue. */
class AllocationTest {

    private static final int SMALL = 1_000;
    private static final int LARGE = 100_000;
    private static final int CALLS = 200;
    /** Some of the JVM's own, and what compiled code saves. */
    private static final double NOISE_BYTES = 2_000;

    static Stream<String> names() {
        return Baselines.names().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCallAllocatesTheSameWhateverTheCatalogue(String name) {
        double small = bytesPerCall(name, SMALL);
        double large = bytesPerCall(name, LARGE);

        assertThat(Math.abs(large - small))
                .as("%.0f and %.0f bytes", small, large)
                .isLessThan(NOISE_BYTES);
    }

    /** Of the same sessions over catalogues of which they click the same thousand items. */
    private static double bytesPerCall(String name, int catalogueSize) {
        SplittableRandom random = new RandomStreams(1).stream("sessions");
        Sessions sessions = Sessions.of(Stream.generate(
                        () -> random.ints(random.nextInt(1, 9), 0, SMALL).toArray())
                .limit(3000)
                .toList());
        Catalogue catalogue = new Catalogue(IntStream.range(0, catalogueSize)
                .mapToObj(item -> new Item(
                        Integer.toString(item), item < SMALL ? "Title " + item % 100 : "Other" + item, Map.of()))
                .toList());
        Recommender recommender = BaselineOptions.defaults(name).learn(sessions, catalogue);
        Ranking ranking = new Ranking();
        // Twice: at first, what is kept is made.
        recommend(recommender, sessions, ranking);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        int items = recommend(recommender, sessions, ranking);
        long bytes = threads.getThreadAllocatedBytes(self) - before;
        assertThat(items).isPositive();
        return bytes / (double) CALLS;
    }

    private static int recommend(Recommender recommender, Sessions sessions, Ranking ranking) {
        int items = 0;
        for (int session = 0; session < CALLS; session++) {
            ranking.begin(20);
            recommender.rank(sessions, session, ranking);
            items += ranking.size();
        }
        return items;
    }
}
