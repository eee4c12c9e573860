package io.github.dmsrec.stage;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.recommend.CandidateSearch;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.recommend.TopK;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Prefixes;
import io.github.dmsrec.intent.LiveIntents;
import io.github.dmsrec.intent.LiveSource;
import io.github.dmsrec.intent.SessionIntents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Recommends for a live session. A fused model makes candidates with the base model that it carries, and infers intents
 * with the inferrer that its training used.
 */
public final class Recommendations {

    private Recommendations() {}

    /**
     * Recommends items.
     *
     * @param path the model
     * @param ids of the clicked items, oldest first; those that the model does not know are skipped
     * @param k how many items, at least 1
     * @param excludeSessionItems whether items of the session are left out
     * @param withIntents whether a fused model gets the session's intents, or none
     * @param source what infers the intents
     * @param threads for the models
     * @throws UserMistakeException if there is no model, it has fewer items than are asked for, or its intents cannot be inferred
     */
    public static Recommendation of(
            Path path,
            List<String> ids,
            int k,
            boolean excludeSessionItems,
            boolean withIntents,
            LiveSource source,
            int threads) {
        try (OpenModel model = OpenModel.open(path, threads)) {
            Catalogue catalogue = model.catalogue();
            catalogue.requireAtLeast(k);
            List<String> skipped = new ArrayList<>();
            List<Integer> known = new ArrayList<>();
            for (String id : ids) {
                OptionalInt item = catalogue.indexOf(id);
                if (item.isPresent()) {
                    known.add(item.getAsInt());
                } else {
                    skipped.add(id);
                }
            }
            int[] session = known.stream().mapToInt(Integer::intValue).toArray();
            @Nullable SessionIntents intents = null;
            float[] scores;
            if (session.length == 0) {
                scores = popularity(model);
            } else if (model.isFused() && withIntents) {
                intents = intents(model.catalogue(), path, session, source, threads);
                scores = model.network()
                        .orElseThrow()
                        .withIntents(intents.vectors(), new IntentRows(List.of(intents.row())))
                        .score(session);
            } else {
                scores = model.recommender().score(session);
            }
            int[] excluded = excludeSessionItems ? session : new int[0];
            int[] items = session.length == 0
                    ? TopK.select(scores, 0, scores.length, k, excluded)
                    : model.recommender().best(scores, 0, k, excluded);
            float[] scoresOfItems = new float[items.length];
            for (int rank = 0; rank < items.length; rank++) {
                scoresOfItems[rank] = scores[items[rank]];
            }
            return new Recommendation(
                    catalogue,
                    session,
                    skipped,
                    items,
                    scoresOfItems,
                    session.length == 0,
                    intents == null ? List.of() : intents.explicit(),
                    intents == null ? List.of() : intents.latent(),
                    intents == null ? null : intents.note());
        }
    }

    private static float[] popularity(OpenModel model) {
        long[] clicks = model.popularity();
        float[] scores = new float[clicks.length];
        for (int item = 0; item < clicks.length; item++) {
            scores[item] = clicks[item];
        }
        return scores;
    }

    private static SessionIntents intents(
            Catalogue catalogue, Path path, int[] session, LiveSource source, int threads) {
        Path intentsPath = path.resolve(Training.INTENTS_FOLDER);
        int[] candidates = candidates(
                path.resolve(Training.GENERATOR_FOLDER),
                ArtefactFolder.open(intentsPath, ArtefactKind.INTENTS)
                        .manifest()
                        .options(),
                session,
                threads);
        try (LiveIntents live = LiveIntents.open(intentsPath, catalogue, source)) {
            return live.infer(session, candidates);
        }
    }

    private static int[] candidates(Path generatorPath, Map<String, String> options, int[] session, int threads) {
        String k = options.getOrDefault(IntentMaker.CANDIDATES_PREFIX + "k", "");
        String sessionItems = options.getOrDefault(IntentMaker.CANDIDATES_PREFIX + "session-items", "");
        if (!k.matches("[0-9]{1,6}")) {
            throw new UserMistakeException(
                    "the model's intents do not say how many candidates they were chosen from.",
                    "the intents were made by a program of one's own; '--no-intents' scores without them.");
        }
        try (OpenModel generator = OpenModel.open(generatorPath, threads)) {
            CandidateLists lists = CandidateSearch.search(
                    generator.recommender(),
                    Prefixes.of(session),
                    Integer.parseInt(k),
                    sessionItems.equals(SessionItems.EXCLUDE.label()) ? SessionItems.EXCLUDE : SessionItems.KEEP,
                    CandidateMaker.USUAL_MEMORY,
                    Progress.Stage.NONE);
            return lists.items(0);
        }
    }
}
