package io.github.dmsrec.datasets.synthetic;

import io.github.dmsrec.core.session.Item;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The items of a synthetic shop, intent by intent, product by product, style by style. Titles are composed: what tells the
 * intent stands in every title of it. No two titles are the same. Immutable.
 */
final class SyntheticCatalogue {

    private static final int FIRST_ID = 1001;

    private static final List<String> AUDIENCES = List.of(
            "students",
            "beginners",
            "professionals",
            "collectors",
            "travellers",
            "families",
            "seniors",
            "teachers",
            "schools",
            "clubs",
            "musicians",
            "nurses",
            "gardeners",
            "painters",
            "sailors",
            "climbers",
            "drivers",
            "hikers",
            "swimmers",
            "photographers",
            "bakers",
            "tailors",
            "farmers",
            "children",
            "twins",
            "grandparents",
            "engineers",
            "librarians",
            "dancers",
            "actors",
            "writers",
            "chemists",
            "pilots",
            "carpenters",
            "florists",
            "anglers",
            "cyclists",
            "commuters",
            "campers",
            "neighbours");

    private static final List<String> COLOURS = List.of(
            "navy",
            "olive",
            "ivory",
            "crimson",
            "teal",
            "amber",
            "charcoal",
            "lavender",
            "mint",
            "copper",
            "indigo",
            "coral",
            "sand",
            "plum",
            "silver",
            "lime",
            "rose",
            "walnut",
            "turquoise",
            "black");

    private final int intents;
    private final int products;
    // Where each item stands among intents, products and styles, and which item stands at each place; empty if it is
    // the same.
    private final int[] places;
    private final int[] items;

    /** The items of a plan. */
    SyntheticCatalogue(SyntheticPlan plan) {
        this.intents = plan.intents();
        this.products = plan.products();
        this.places = plan.likeLog() ? plan.streams().permutation(plan.items(), "item numbers") : new int[0];
        this.items = new int[places.length];
        for (int item = 0; item < places.length; item++) {
            items[places[item]] = item;
        }
    }

    int size() {
        return 2 * intents * products;
    }

    int item(int intent, int product, int style) {
        int place = 2 * (intent * products + product) + style;
        return items.length == 0 ? place : items[place];
    }

    int intent(int item) {
        return place(item) / (2 * products);
    }

    /** Where an item stands among intents, products and styles. */
    int place(int item) {
        return places.length == 0 ? item : places[item];
    }

    Item item(int item) {
        int intent = intent(item);
        int product = place(item) / 2 % products;
        SyntheticIntent theme = SyntheticIntent.ALL.get(intent % SyntheticIntent.ALL.size());
        int edition = intent / SyntheticIntent.ALL.size();
        int variant = product / theme.products().size();
        StringBuilder title = new StringBuilder(theme.styles().get(place(item) % 2))
                .append(' ')
                .append(theme.products().get(product % theme.products().size()));
        if (variant > 0) {
            title.append(" in ").append(COLOURS.get((variant - 1) % COLOURS.size()));
            if (variant > COLOURS.size()) {
                title.append(", model ").append((variant - 1) / COLOURS.size() + 1);
            }
        }
        String audience = audience(edition);
        title.append(audience);
        return new Item(
                id(item), title.toString(), Map.of("category", theme.category().toLowerCase(Locale.ROOT) + audience));
    }

    /** The external id of an item. */
    static String id(int item) {
        return String.valueOf(FIRST_ID + item);
    }

    private static String audience(int edition) {
        if (edition == 0) {
            return "";
        }
        int round = (edition - 1) / AUDIENCES.size();
        return " for " + AUDIENCES.get((edition - 1) % AUDIENCES.size())
                + (round == 0 ? "" : " of group " + (round + 1));
    }
}
