package io.github.dmsrec;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.SessionIntents;
import io.github.dmsrec.live.Evidence;
import io.github.dmsrec.live.ItemSelector;
import io.github.dmsrec.live.LiveBatch;
import io.github.dmsrec.live.Masks;
import io.github.dmsrec.live.SelectionRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Between requests and answers with ids, and rows and results with catalogue indices. Safe for use by several threads. */
final class IdTranslation {

    private final String model;
    private final @Nullable String inferrer;
    private final List<String> members;
    private final Catalogue catalogue;
    private final FilterSets filters;

    /**
     * @param model the model's name
     * @param inferrer what infers intents; null if nothing does
     * @param members the names of the models of a blend; none for any other
     * @param catalogue all items that can be recommended
     * @param filters the items of filters
     */
    IdTranslation(
            String model, @Nullable String inferrer, List<String> members, Catalogue catalogue, FilterSets filters) {
        this.model = model;
        this.inferrer = inferrer;
        this.members = List.copyOf(members);
        this.catalogue = catalogue;
        this.filters = filters;
    }

    /**
     * A request with indices.
     *
     * @param unknown the ids of the session that the catalogue does not have, each once
     * @param row what is asked for
     */
    record Asked(Set<String> unknown, LiveBatch.Row row) {

        /** The clicks that the catalogue has. */
        int[] clicks() {
            return row.session();
        }
    }

    /** Looks up the ids of a request. */
    Asked asked(RecommendationRequest request) {
        Set<String> unknown = new LinkedHashSet<>();
        int[] clicks = catalogue.indicesOf(request.session(), unknown::add);
        ItemFilter filter = request.filter();
        Masks masks = new Masks(
                request.seenItems() == SeenItems.MASKED ? clicks : new int[0],
                indices(request.exclude()),
                request.include() == null ? null : indices(request.include()),
                filter.conditions().isEmpty() ? null : filters.of(filter));
        List<SelectionRequest.Boosted> boosts = request.boosts().stream()
                .map(boost -> new SelectionRequest.Boosted(filters.of(boost.where()), boost.factor()))
                .toList();
        SelectionRequest wanted = new SelectionRequest(
                request.k(), masks, boosts, request.diversity(), RecommendationRequest.MOST_DIVERSE);
        return new Asked(unknown, new LiveBatch.Row(clicks, wanted, request.withIntents(), request.explain()));
    }

    private int[] indices(Set<String> ids) {
        return ids.stream()
                .map(catalogue::indexOf)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .toArray();
    }

    /** The answer from what the model recommends; the fallback's for a session without known items. */
    Recommendations answer(Asked asked, LiveBatch.Result result) {
        List<Recommendation> items = items(asked, result);
        return new Recommendations(
                items,
                Arrays.stream(asked.clicks())
                        .mapToObj(item -> new Recommendations.ClickedItem(catalogue.id(item), catalogue.title(item)))
                        .toList(),
                List.copyOf(asked.unknown),
                result.byModel() ? null : LiveRecommender.FALLBACK,
                intents(result.intents()),
                items.isEmpty() ? emptiedBy(asked) : null);
    }

    private List<Recommendation> items(Asked asked, LiveBatch.Result result) {
        ItemSelector.Chosen chosen = result.chosen();
        List<Recommendation> items = new ArrayList<>(chosen.items().length);
        for (int rank = 0; rank < chosen.items().length; rank++) {
            int item = chosen.items()[rank];
            items.add(new Recommendation(
                    catalogue.id(item),
                    catalogue.title(item),
                    chosen.scores()[rank],
                    catalogue.item(item).attributes(),
                    asked.row.explained() ? because(asked, result.because(), rank) : null));
        }
        return items;
    }

    private Explanation because(Asked asked, @Nullable List<Evidence.OfItem> because, int rank) {
        if (because == null) {
            return new Explanation(List.of(), null, null, List.of(), List.of(), List.of());
        }
        Evidence.OfItem item = because.get(rank);
        List<Explanation.ClickShare> shares = item.shares().stream()
                .map(share -> new Explanation.ClickShare(catalogue.id(asked.clicks()[share.position()]), share.share()))
                .toList();
        List<Explanation.MemberShare> parts = IntStream.range(0, item.parts().size())
                .mapToObj(m ->
                        new Explanation.MemberShare(members.get(m), item.parts().get(m)))
                .filter(part -> part.share() > 0)
                .sorted(Comparator.comparingDouble(Explanation.MemberShare::share)
                        .reversed())
                .toList();
        return new Explanation(shares, item.followed(), item.neighbours(), item.intents(), item.lookedAt(), parts);
    }

    private Recommendations.@Nullable InferredIntents intents(@Nullable SessionIntents intents) {
        return intents == null
                ? null
                : new Recommendations.InferredIntents(
                        Objects.requireNonNull(inferrer), intents.explicit(), intents.latent(), intents.note());
    }

    private String emptiedBy(Asked asked) {
        String mask = asked.row.wanted().masks().emptying(catalogue.size());
        return mask == null ? "'" + model + "' knows of no item that goes with this session" : mask;
    }
}
