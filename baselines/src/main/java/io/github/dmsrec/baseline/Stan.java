package io.github.dmsrec.baseline;

import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.recommend.Recommender;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Sessions;
import java.util.List;

/**
 * STAN, the sequence- and time-aware neighbourhood (Garg et al., SIGIR 2019; as in session-rec), and VSTAN, which adds
 * VS-KNN's decay and the idf of items to it (Ludewig et al., UMUAI 2020). A session's click counts by its position, a
 * neighbour by its age, and a neighbour's item by its distance from the last common item. A factor of 0 switches its part
 * off. Where the data has no times, all neighbours are of one age.
 *
 * @param index the past sessions
 * @param positionDecay after how many later clicks a click counts e times less; 0 for never
 * @param ageDecay after how many seconds a neighbour counts e times less; 0 for never
 * @param distanceDecay after how many clicks from the last common item an item counts e times less; 0 for never
 * @param matchDecay the same as {@code positionDecay} for the neighbour's last common item; 0 for never
 * @param rarity how much more items score whose clicks are rare; 0 for not at all
 * @param idf of each item
 */
record Stan(
        NeighbourIndex index,
        double positionDecay,
        double ageDecay,
        double distanceDecay,
        double matchDecay,
        double rarity,
        double[] idf)
        implements SessionNeighbours.Method {

    private static final double SECONDS_PER_DAY = 24 * 3600;
    private static final double MOST_DECAYS = 60;

    private static final Option<Double> SPW =
            Option.weight("lambda-spw", "after how many later clicks a click counts e times less; 0 for never", 1.02);
    private static final Option<Double> SNH =
            Option.weight("lambda-snh", "after how many days a session counts e times less; 0 for never", 5);
    private static final Option<Double> INH = Option.weight(
            "lambda-inh",
            "after how many clicks from the last common item an item counts e times less; 0 for never",
            2.05);
    private static final Option<Double> IPW = Option.weight(
            "lambda-ipw",
            "after how many later clicks a neighbour's last common item counts e times less; 0 for never",
            1.02);
    private static final Option<Double> IDF =
            Option.weight("lambda-idf", "how much more rarely clicked items score: 1 plus so much times their idf", 5);

    static final BaselineKind KIND = new BaselineKind(
            "stan",
            "sequence- and time-aware neighbourhood, Garg et al., SIGIR 2019",
            BaselineKind.Order.AGE,
            List.of(SessionNeighbours.NEIGHBOURS, SessionNeighbours.SAMPLE, SPW, SNH, INH, SessionNeighbours.TIES),
            (sessions, catalogue, options, progress) -> learn("stan", sessions, catalogue, options, 0, 0));

    static final BaselineKind VSTAN = new BaselineKind(
            "vstan",
            "STAN with VS-KNN's decay and idf, Ludewig et al., UMUAI 2020",
            BaselineKind.Order.AGE,
            List.of(
                    SessionNeighbours.NEIGHBOURS,
                    SessionNeighbours.SAMPLE,
                    SPW,
                    SNH,
                    INH,
                    IPW,
                    IDF,
                    SessionNeighbours.TIES),
            (sessions, catalogue, options, progress) ->
                    learn("vstan", sessions, catalogue, options, options.get(IPW), options.get(IDF)));

    private static Recommender learn(
            String name,
            Sessions sessions,
            Catalogue catalogue,
            OptionValues options,
            double matchDecay,
            double rarity) {
        NeighbourIndex index = new NeighbourIndex(sessions, catalogue);
        return new SessionNeighbours(
                name,
                index,
                new Stan(
                        index,
                        options.get(SPW),
                        index.isTimed() ? options.get(SNH) * SECONDS_PER_DAY : 0,
                        options.get(INH),
                        matchDecay,
                        rarity,
                        index.idf()),
                options.get(SessionNeighbours.NEIGHBOURS),
                options.get(SessionNeighbours.SAMPLE),
                options.get(SessionNeighbours.TIES),
                1);
    }

    @Override
    public void weigh(NeighbourQuery query) {
        for (int click : query.clicks()) {
            query.setWeight(click, fading(query.length() - query.lastPosition(click), positionDecay));
        }
    }

    @Override
    public double similarity(NeighbourQuery query, int session) {
        double common = 0;
        for (int place = index.from(session); place < index.to(session); place++) {
            common += query.weight(index.item(place));
        }
        double norm = 0;
        int[] clicks = query.clicks();
        for (int i = 0; i < clicks.length; i++) {
            if (query.lastPosition(clicks[i]) == i + 1) {
                norm += query.weight(clicks[i]) * query.weight(clicks[i]);
            }
        }
        double cosine = common / (Math.sqrt(norm) * Math.sqrt(index.to(session) - index.from(session)));
        return ageDecay == 0 ? cosine : cosine * Math.exp(-(now(query) - index.endTime(session)) / ageDecay);
    }

    /** When the recommendation is made: a common factor of all scores, kept where a number can hold it. */
    private double now(NeighbourQuery query) {
        double latest = index.latestTime();
        double now = Double.isNaN(query.time()) ? latest : query.time();
        return Math.max(latest - MOST_DECAYS * ageDecay, Math.min(now, latest + MOST_DECAYS * ageDecay));
    }

    @Override
    public void addScores(NeighbourQuery query, int session, double similarity) {
        int lastCommon = 0;
        int latestMatch = 0;
        for (int place = index.from(session); place < index.to(session); place++) {
            int clicked = query.lastPosition(index.item(place));
            if (clicked > 0) {
                lastCommon = Math.max(lastCommon, index.lastPosition(place));
                latestMatch = Math.max(latestMatch, clicked);
            }
        }
        double match = fading(query.length() - latestMatch, matchDecay);
        for (int place = index.from(session); place < index.to(session); place++) {
            int item = index.item(place);
            double score = similarity * fading(Math.abs(index.lastPosition(place) - lastCommon), distanceDecay);
            score += score * idf[item] * rarity;
            query.addScore(item, score * match);
        }
    }

    @Override
    public boolean isRelative() {
        return false;
    }

    private static double fading(int clicks, double decay) {
        return decay == 0 ? 1 : Math.exp(-clicks / decay);
    }
}
