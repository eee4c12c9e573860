package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import java.util.List;
import org.junit.jupiter.api.Test;

class PopularityTest extends RecommenderContractTest {

    @Override
    protected Recommender recommender(SessionDataset dataset) {
        return new Popularity(dataset.sessions(Split.TRAIN), dataset.catalogue().size());
    }

    @Test
    void theScoreIsTheNumberOfClicks() {
        Sessions sessions = Sessions.of(List.of(new int[] {2, 0, 2}, new int[] {2}));

        assertThat(new Popularity(sessions, 4).score(1)).containsExactly(1, 0, 3, 0);
    }
}
