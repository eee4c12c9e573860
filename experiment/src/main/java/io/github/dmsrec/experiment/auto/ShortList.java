package io.github.dmsrec.experiment.auto;

import io.github.dmsrec.baseline.LinearMemory;
import io.github.dmsrec.core.option.Recipe;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.experiment.tune.MethodSpace;
import io.github.dmsrec.experiment.tune.Range;
import io.github.dmsrec.stage.DefaultMethod;
import io.github.dmsrec.stage.MethodOptions;
import io.github.dmsrec.stage.Methods;
import io.github.dmsrec.stage.Presets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which methods are tried, with what: data, easy to change. */
final class ShortList {

    /** How often a rule is tried with drawn options, the defaults among them. */
    static final int TRIALS = 6;

    private static final Range WEIGHTINGS = new Range.OneOf(List.of("same", "div", "linear", "quadratic", "log"));

    private ShortList() {}

    /**
     * A network that is trained.
     *
     * @param name of its folder and in the table
     * @param options all of them
     */
    record Network(String name, MethodOptions options) {}

    /**
     * The rules with the ranges of their options, the fastest first: where there is no time for more, the first one is the
     * model.
     */
    static List<MethodSpace> rules(SessionDataset dataset) {
        List<MethodSpace> rules = new ArrayList<>();
        Map<String, Range> sr = new LinkedHashMap<>();
        sr.put("steps", new Range.Whole(2, 20, Range.Scale.LINEAR));
        sr.put("weighting", WEIGHTINGS);
        rules.add(space("sr", sr));
        // The ranges of the examples for tune, which are those of session-rec's own searches.
        Map<String, Range> vstan = new LinkedHashMap<>();
        vstan.put("neighbours", new Range.Whole(100, 2000, Range.Scale.LOG));
        vstan.put("sample-size", new Range.Whole(1000, 10_000, Range.Scale.LOG));
        vstan.put("lambda-spw", new Range.Real(0.45, 33.6, Range.Scale.LOG));
        vstan.put("lambda-inh", new Range.Real(0.45, 33.6, Range.Scale.LOG));
        vstan.put("lambda-ipw", new Range.Real(0.45, 33.6, Range.Scale.LOG));
        vstan.put("lambda-idf", new Range.OneOf(List.of("0", "1", "2", "5", "10")));
        rules.add(space("vstan", vstan));
        if (DefaultMethod.clicksRepeat(dataset)) {
            Map<String, Range> neighbours = new LinkedHashMap<>();
            neighbours.put("neighbours", new Range.Whole(50, 1500, Range.Scale.LOG));
            neighbours.put("sample-size", new Range.Whole(500, 10_000, Range.Scale.LOG));
            neighbours.put("weighting", WEIGHTINGS);
            neighbours.put("weighting-score", WEIGHTINGS);
            neighbours.put("idf-weighting", new Range.OneOf(List.of("0", "1", "2", "5", "10")));
            rules.add(space("vs-knn", neighbours));
        }
        int items = dataset.catalogue().size();
        if (items <= DefaultMethod.MOST_ITEMS_OF_THE_LINEAR_MODEL
                && LinearMemory.fits(dataset.sessions(Split.TRAIN), items)) {
            Map<String, Range> slist = new LinkedHashMap<>();
            slist.put("regularisation", new Range.Real(1, 100, Range.Scale.LOG));
            slist.put("alpha", new Range.Real(0, 0.8, Range.Scale.LINEAR));
            slist.put("query-decay", new Range.Real(0.5, 8, Range.Scale.LOG));
            slist.put("position-decay", new Range.Real(0.5, 8, Range.Scale.LOG));
            rules.add(space("slist", slist));
        }
        if (DefaultMethod.hasTitles(dataset)) {
            Map<String, Range> titles = new LinkedHashMap<>();
            titles.put("query-decay", new Range.Real(0.5, 8, Range.Scale.LOG));
            titles.put("popularity-exponent", new Range.Real(0, 1, Range.Scale.LINEAR));
            rules.add(space("title-knn", titles));
        }
        return rules;
    }

    private static MethodSpace space(String method, Map<String, Range> ranges) {
        return new MethodSpace(method, Recipe.CORRECTED, null, Map.of(), ranges);
    }

    /**
     * About how long one trial of a rule takes, before any was run: the linear model's inverse grows with the cube of the
     * items, and took 4 minutes of two shared cores for 12,101. The others take seconds.
     */
    static double secondsOfTrial(String method, SessionDataset dataset) {
        if (!method.equals("slist")) {
            return 0;
        }
        double size = dataset.catalogue().size() / 12_101.0;
        return 240 * size * size * size;
    }

    /**
     * The networks, those that are trained in any case first; the others vary them where time is left. Where sessions come
     * back to what they clicked, SASRec is behind the neighbours, and is not tried.
     */
    static List<Network> networks(SessionDataset dataset) {
        if (DefaultMethod.clicksRepeat(dataset)) {
            return List.of(new Network("core-trm", DefaultMethod.network(dataset)));
        }
        Map<String, String> titles = DefaultMethod.titlesEnter(dataset) ? DefaultMethod.ITEM_TEXT : Map.of();
        MethodOptions core =
                Methods.named("core-trm").defaults(Recipe.CORRECTED).withPreset(Presets.SMALL_CATALOGUE);
        return List.of(
                new Network("sasrec", DefaultMethod.network(dataset)), new Network("core-trm", core.with(titles)));
    }

    /** Variations of the first network, tried in this order where time is left. */
    static List<Network> variations(SessionDataset dataset) {
        MethodOptions first = DefaultMethod.network(dataset);
        List<Network> networks = new ArrayList<>();
        if (DefaultMethod.clicksRepeat(dataset)) {
            // The best of a search on Diginetica, with a quarter of the targets.
            networks.add(new Network(
                    "core-trm-dropout",
                    first.with(Map.of(
                            "item-dropout", "0.34",
                            "layer-dropout", "0.35",
                            "learning-rate", "0.0017",
                            "weight-decay", "0.008"))));
            return networks;
        }
        if (DefaultMethod.titlesEnter(dataset)) {
            networks.add(new Network(
                    "sasrec-whitened", first.with(Map.of("item-text", "concat", "item-text-reduction", "whiten"))));
        } else if (DefaultMethod.hasTitles(dataset)) {
            networks.add(new Network("sasrec-titles", first.with(DefaultMethod.ITEM_TEXT)));
        }
        networks.add(new Network("sasrec-dropout", first.with(Map.of("item-dropout", "0.4"))));
        networks.add(new Network("sasrec-scale", first.with(Map.of("logit-scale", "10"))));
        return networks;
    }
}
