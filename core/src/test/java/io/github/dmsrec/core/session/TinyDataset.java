package io.github.dmsrec.core.session;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A small data set for tests, always the same: in three of four clicks the next item follows from the last one, so a
 * model that learns anything beats popularity. Some sessions repeat items, some have a single click.
 */
public final class TinyDataset {

    /** The number of items. */
    public static final int ITEMS = 40;

    /** The number of sessions of all splits together. */
    public static final int SESSIONS = 300;

    private static final String[] COLOURS = {"red", "blue", "green", "white"};
    private static final String[] THINGS = {
        "tea pot",
        "raincoat",
        "bicycle bell",
        "novel",
        "chess set",
        "garden spade",
        "desk lamp",
        "violin",
        "tent",
        "globe"
    };

    private TinyDataset() {}

    /** 220 training sessions, 30 validation sessions, 50 test sessions; every prefix is a row. */
    public static SessionDataset create() {
        Sessions all = sessions();
        Map<Split, Examples> examples = Map.of(
                Split.TRAIN, Examples.everyPrefixOf(all.range(0, 220)),
                Split.VALIDATION, Examples.everyPrefixOf(all.range(220, 250)),
                Split.TEST, Examples.everyPrefixOf(all.range(250, SESSIONS)));
        return new SessionDataset("tiny", Fingerprint.ofText("tiny"), catalogue(), examples);
    }

    private static Catalogue catalogue() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            String colour = COLOURS[i % COLOURS.length];
            String title = colour + " " + THINGS[i / COLOURS.length];
            items.add(new Item(Integer.toString(i + 1), title, Map.of("colour", colour)));
        }
        return new Catalogue(items);
    }

    private static Sessions sessions() {
        SplittableRandom random = new RandomStreams(7).stream("tiny data set");
        List<int[]> sessions = new ArrayList<>();
        for (int s = 0; s < SESSIONS; s++) {
            int[] clicks = new int[s % 25 == 0 ? 1 : 2 + random.nextInt(7)];
            // Low items come first more often: popularity is not flat.
            clicks[0] = Math.min(random.nextInt(ITEMS), random.nextInt(ITEMS));
            for (int i = 1; i < clicks.length; i++) {
                int draw = random.nextInt(16);
                if (draw < 12) {
                    clicks[i] = (clicks[i - 1] * 7 + 3) % ITEMS;
                } else if (draw < 14) {
                    clicks[i] = clicks[random.nextInt(i)];
                } else {
                    clicks[i] = random.nextInt(ITEMS);
                }
            }
            sessions.add(clicks);
        }
        return Sessions.of(sessions);
    }
}
