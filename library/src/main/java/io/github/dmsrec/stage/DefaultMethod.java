package io.github.dmsrec.stage;

import io.github.dmsrec.baseline.LinearMemory;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.gnn.recipe.TrainingOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The method that is trained where none is named: it depends on how much there is to learn from, on the number of items, on
 * their titles, and on whether sessions come back to what they clicked.
 *
 * @param options the method with its options
 * @param why what it was chosen by, e.g. {@code "12,101 items, 142,771 targets, titles present"}
 */
public record DefaultMethod(MethodOptions options, String why) {

    /**
     * A network needs examples: below so many clicks to predict, non-neural baselines are better. SASRec is ahead of every rule
     * on ml-1m, with some 900,000 of them, and on beauty, with some 160,000; between these and shops of a few hundred
     * sessions nothing was measured.
     */
    public static final int LEAST_TARGETS_OF_A_NETWORK = 10_000;

    /**
     * Every item is scored at every step. Beyond so many items, an epoch takes hours on a few cores, and no network was
     * measured.
     */
    public static final int MOST_ITEMS_OF_A_NETWORK = 100_000;

    /**
     * The time of the linear model's inverse grows with the cube of the items: 4 minutes of two shared cores for 12,101, a
     * quarter of an hour or more beyond this.
     */
    public static final int MOST_ITEMS_OF_THE_LINEAR_MODEL = 20_000;

    /**
     * From so many targets for each item on, clicks alone say what an item is: on ml-1m, with 246, titles slowed SASRec down, and
     * more blocks and longer vectors were better; on beauty, with 12, titles helped, and no larger network was better. Nothing was
     * measured between.
     */
    public static final int MANY_TARGETS_OF_AN_ITEM = 50;

    /**
     * Where at least this share of the training targets is an item that the session had clicked, such items must be ranked
     * like all others, and CORE is ahead of SASRec: Diginetica has 0.20, ml-1m and beauty have none. Nothing was measured
     * between.
     */
    public static final double LEAST_SHARE_OF_REPEATS = 0.1;

    /** Titles enter the item table where at least this share of the items has one. */
    public static final double LEAST_SHARE_OF_TITLES = 0.5;

    /** How titles enter it: added, as SASRec was measured with on beauty (masked HR@20 / MRR@20 20.65 / 7.86 %). */
    public static final Map<String, String> ITEM_TEXT = Map.of("item-text", "add");

    /**
     * What validation held back is the latest of the log: a second training that learns it, too, adds 0.08 to 0.47 points of
     * MRR@20 on ml-1m, beauty and Diginetica.
     */
    private static final Map<String, String> REFIT = Map.of(TrainingOptions.REFIT.key(), "true");

    private static final String NETWORK = "sasrec";
    private static final String NETWORK_OF_REPEATS = "core-trm";
    private static final String LINEAR = "slist";
    private static final String NEIGHBOURS = "vs-knn";

    /** Chooses for a data set. */
    public static DefaultMethod of(SessionDataset dataset) {
        int items = dataset.catalogue().size();
        long targets = targets(dataset.sessions(Split.TRAIN));
        boolean titles = hasTitles(dataset);
        boolean network = targets >= LEAST_TARGETS_OF_A_NETWORK
                && items <= MOST_ITEMS_OF_A_NETWORK
                && dataset.examples(Split.VALIDATION).size() > 0;
        String why = String.format(
                Locale.ROOT,
                "%,d items, %,d targets, %s%s",
                items,
                targets,
                titles ? "titles present" : "few titles",
                network ? whyPreset(dataset) : "");
        return new DefaultMethod(network ? network(dataset).with(REFIT) : counting(dataset), why);
    }

    private static String whyPreset(SessionDataset dataset) {
        double repeats = shareOfRepeats(dataset);
        if (repeats >= LEAST_SHARE_OF_REPEATS) {
            return String.format(
                    Locale.ROOT,
                    "; %.1f %% of the targets repeat a clicked item, so preset %s, with clicked items ranked",
                    100 * repeats,
                    Presets.REPEATED_CLICKS);
        }
        return hasManyTargetsOfAnItem(dataset)
                ? "; many targets of each item, so preset " + Presets.MANY_CLICKS + " without titles"
                : "";
    }

    /**
     * The network for a data set, whether or not it has enough to learn from; it keeps the epoch that validation chooses and is
     * not trained again.
     */
    public static MethodOptions network(SessionDataset dataset) {
        MethodOptions options = clicksRepeat(dataset)
                ? Methods.named(NETWORK_OF_REPEATS).defaults(Recipe.CORRECTED).withPreset(Presets.REPEATED_CLICKS)
                : Methods.named(NETWORK)
                        .defaults(Recipe.CORRECTED)
                        .withPreset(hasManyTargetsOfAnItem(dataset) ? Presets.MANY_CLICKS : Presets.SMALL_CATALOGUE);
        return titlesEnter(dataset) ? options.with(ITEM_TEXT) : options;
    }

    /** Whether titles enter a network's item table: enough items have one, and there are few clicks to learn items from. */
    public static boolean titlesEnter(SessionDataset dataset) {
        return hasTitles(dataset) && !hasManyTargetsOfAnItem(dataset);
    }

    /** Whether so many targets repeat a clicked item that clicked items must be ranked like all others. */
    public static boolean clicksRepeat(SessionDataset dataset) {
        return shareOfRepeats(dataset) >= LEAST_SHARE_OF_REPEATS;
    }

    private static boolean hasManyTargetsOfAnItem(SessionDataset dataset) {
        return targets(dataset.sessions(Split.TRAIN))
                >= (long) MANY_TARGETS_OF_AN_ITEM * dataset.catalogue().size();
    }

    private static MethodOptions counting(SessionDataset dataset) {
        int items = dataset.catalogue().size();
        boolean linear =
                items <= MOST_ITEMS_OF_THE_LINEAR_MODEL && LinearMemory.fits(dataset.sessionsBeforeTest(), items);
        return Methods.named(linear ? LINEAR : NEIGHBOURS).defaults(Recipe.CORRECTED);
    }

    /** Whether enough items have a title for titles to be of use. */
    public static boolean hasTitles(SessionDataset dataset) {
        long with = dataset.catalogue().items().stream()
                .map(Item::title)
                .filter(title -> !title.isBlank())
                .count();
        return with > 0 && with >= LEAST_SHARE_OF_TITLES * dataset.catalogue().size();
    }

    /** Every click but the first of its session. */
    private static long targets(Sessions sessions) {
        long targets = 0;
        for (int session = 0; session < sessions.size(); session++) {
            targets += Math.max(0, sessions.length(session) - 1);
        }
        return targets;
    }

    /** The share of the training targets that are an item that their session had clicked; 0 without targets. */
    static double shareOfRepeats(SessionDataset dataset) {
        Sessions sessions = dataset.sessions(Split.TRAIN);
        int[] lastSession = new int[dataset.catalogue().size()];
        Arrays.fill(lastSession, -1);
        long repeats = 0;
        for (int session = 0; session < sessions.size(); session++) {
            for (int position = 0; position < sessions.length(session); position++) {
                int item = sessions.item(session, position);
                if (lastSession[item] == session) {
                    repeats++;
                }
                lastSession[item] = session;
            }
        }
        return repeats / (double) Math.max(1, targets(sessions));
    }

    /**
     * What was chosen and why, as one line.
     *
     * @param inForce the options of the training: those that were chosen, or some of them overridden
     */
    public String line(MethodOptions inForce) {
        return "method: " + options.method().name() + " (" + why
                + "; docs/choosing-a-method.md)"
                + (trainsAgain(inForce)
                        ? ", trained again with the validation sessions unless --set refit=false is given"
                        : "")
                + "; --method NAME chooses another"
                + (ranksClickedItems() ? "; recommend with --seen-items rank" : "");
    }

    /** Whether a network is trained twice: once to choose the epoch, and again with the validation sessions. */
    public boolean trainsAgain() {
        return trainsAgain(options);
    }

    private static boolean trainsAgain(MethodOptions options) {
        return options.method().capabilities().epochs() && options.training().refit();
    }

    private boolean ranksClickedItems() {
        return options.method().name().equals(NETWORK_OF_REPEATS);
    }
}
