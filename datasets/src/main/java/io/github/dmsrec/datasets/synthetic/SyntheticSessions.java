package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.RandomStreams;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws the sessions of a plan, one after the other into one buffer. Each follows from the seed and its number alone. For
 * one thread.
 */
final class SyntheticSessions {

    private static final double SECOND_INTENT = 0.4;
    private static final double MOST_COMING_BACK = 0.03;
    private static final double NEIGHBOUR = 0.6;
    private static final double OTHER_STYLE = 0.1;
    private static final int ATTEMPTS = 5;

    // Its name is of the shop of the quickstart; another would change every shop.
    private static final String PURPOSE = "demo-session";

    private final SyntheticPlan plan;
    private final SyntheticCatalogue catalogue;
    private final RandomStreams streams;
    private final double comingBack;
    private final double skew;

    private SplittableRandom random;
    private int[] clicks = new int[64];
    private int length;
    private int firstIntent;
    private int secondIntent;
    private int style;
    // The products of each intent that the session has clicked so far.
    private int[] firstHad = new int[64];
    private int[] secondHad = new int[64];
    private int firstCount;
    private int secondCount;
    private long later;
    private long followed;

    SyntheticSessions(SyntheticPlan plan) {
        this.plan = plan;
        this.catalogue = new SyntheticCatalogue(plan);
        this.streams = plan.streams();
        this.comingBack = Math.min(MOST_COMING_BACK, 1 - plan.signal());
        this.skew = 1 / (1 - plan.itemsExponent());
        this.random = streams.stream(PURPOSE);
    }

    /** Draws a session into the buffer. */
    void draw(long session) {
        random = streams.stream(PURPOSE, session);
        length = 0;
        firstCount = 0;
        secondCount = 0;
        firstIntent = skewed(plan.intents());
        secondIntent = random.nextDouble() < SECOND_INTENT ? skewed(plan.intents()) : -1;
        style = random.nextInt(2);
        int target = plan.lengths().target(random);
        while (length < 2 || plan.lengths().goesOn(length, target, random)) {
            double kind = random.nextDouble();
            later += length == 0 ? 0 : 1;
            if (length > 0 && kind < comingBack) {
                add(clicks[random.nextInt(length)]);
            } else if (length > 0 && kind < 1 - plan.signal()) {
                int stray = skewed(plan.intents());
                add(item(stray, skewed(plan.products())));
            } else {
                followed += length == 0 ? 0 : 1;
                add(serving());
            }
        }
    }

    int length() {
        return length;
    }

    int click(int position) {
        return clicks[position];
    }

    /** The session in the buffer, as an array of its own. */
    int[] clicks() {
        return Arrays.copyOf(clicks, length);
    }

    /** The generator of the session in the buffer, for what is drawn beside its clicks. */
    SplittableRandom random() {
        return random;
    }

    /** The share of clicks after the first of their session, in all sessions so far, that the intents chose. */
    double followed() {
        return later == 0 ? 0 : (double) followed / later;
    }

    private void add(int item) {
        if (length == clicks.length) {
            clicks = Arrays.copyOf(clicks, 2 * length);
        }
        clicks[length++] = item;
    }

    /** An item that serves one of the intents, most often one that the session does not have yet. */
    private int serving() {
        int found = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean first = random.nextInt(secondIntent < 0 ? 1 : 2) == 0;
            int intent = first ? firstIntent : secondIntent;
            // Two intents may be the same one.
            boolean ofFirst = intent == firstIntent;
            int[] had = ofFirst ? firstHad : secondHad;
            int count = ofFirst ? firstCount : secondCount;
            int product = count > 0 && random.nextDouble() < NEIGHBOUR
                    ? (had[random.nextInt(count)] + 1 + random.nextInt(2)) % plan.products()
                    : skewed(plan.products());
            found = item(intent, product);
            if (!isClicked(found)) {
                remember(ofFirst, product);
                return found;
            }
        }
        return found;
    }

    private boolean isClicked(int item) {
        for (int i = 0; i < length; i++) {
            if (clicks[i] == item) {
                return true;
            }
        }
        return false;
    }

    private void remember(boolean ofFirst, int product) {
        if (ofFirst) {
            if (firstCount == firstHad.length) {
                firstHad = Arrays.copyOf(firstHad, 2 * firstCount);
            }
            firstHad[firstCount++] = product;
        } else {
            if (secondCount == secondHad.length) {
                secondHad = Arrays.copyOf(secondHad, 2 * secondCount);
            }
            secondHad[secondCount++] = product;
        }
    }

    private int item(int intent, int product) {
        return catalogue.item(intent, product, random.nextDouble() < OTHER_STYLE ? 1 - style : style);
    }

    /** A number below {@code count}, small ones more often: the density falls as a power of the number. */
    private int skewed(int count) {
        double u = random.nextDouble();
        return (int) (count * (skew == 2 ? u * u : Math.pow(u, skew)));
    }
}
