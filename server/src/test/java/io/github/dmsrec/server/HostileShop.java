package io.github.dmsrec.server;

import io.github.dmsrec.Dataset;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.Intents;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.datasets.synthetic.SyntheticWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A small demo shop with a model of each kind, some of whose items have titles and ids that are hard to show.
 *
 * @param fused a model with intents
 * @param neighbours a model that counts
 */
record HostileShop(Model fused, Model neighbours) {

    /** A title that is a program where it is taken for markup. */
    static final String MARKUP = "<img src=x onerror=\"document.title='taken over'\"> lamp & <script>alert(1)</script>";

    /** The id of the item with that title, which ends a text in JSON, in HTML and in a shell. */
    static final String MARKUP_ID = "o'b\"r<i>e$n`";

    private static final String LONG = "Lamp " + "unbreakable".repeat(20) + " " + "and so on ".repeat(20);
    private static final List<String> OTHERS = List.of("مصباح مكتب كلاسيكي", "经典台灯 “大”", LONG, "");

    /** Trains in a folder: within some seconds, and therefore badly. */
    static HostileShop train(Dmsrec dmsrec, Path folder) throws IOException {
        Path plain = folder.resolve("plain");
        SyntheticWriter.write(SyntheticPlan.shop(6, 200, 11), plain, Origin.of("shop", "a test", 1, 1), Progress.NONE);
        SessionDataset read = DatasetFolder.read(plain);
        Path changed = folder.resolve("shop");
        DatasetFolder.write(changed, withHostileItems(read), Origin.of("shop", "a test", 1, 1), Map.of());
        Dataset shop = Dataset.open(changed);
        Method backbone = Method.named("sr-gnn").with("dimension", 16).with("epochs", 1);
        Model base = dmsrec.train(backbone, shop);
        Intents intents = dmsrec.infer(Inferrer.named("embedding-similarity"), shop, base.candidates(shop, 20));
        return new HostileShop(dmsrec.train(backbone, shop, intents), dmsrec.train(Method.named("vs-knn"), shop));
    }

    /** The items that are clicked most get the titles, so that all lists show them. */
    private static SessionDataset withHostileItems(SessionDataset shop) {
        int[] clicks = new int[shop.catalogue().size()];
        var sessions = shop.sessions(Split.TRAIN);
        for (int session = 0; session < sessions.size(); session++) {
            for (int at = 0; at < sessions.length(session); at++) {
                clicks[sessions.item(session, at)]++;
            }
        }
        int[] popular = IntStream.range(0, clicks.length)
                .boxed()
                .sorted((one, other) -> clicks[other] - clicks[one])
                .mapToInt(Integer::intValue)
                .toArray();
        List<Item> items = new java.util.ArrayList<>(shop.catalogue().items());
        Item first = items.get(popular[0]);
        items.set(popular[0], new Item(MARKUP_ID, MARKUP, first.attributes()));
        for (int i = 0; i < OTHERS.size(); i++) {
            Item item = items.get(popular[2 + i]);
            items.set(popular[2 + i], new Item(item.id(), OTHERS.get(i), item.attributes()));
        }
        Map<Split, io.github.dmsrec.core.session.Examples> examples = new HashMap<>();
        Arrays.stream(Split.values()).forEach(split -> examples.put(split, shop.examples(split)));
        return new SessionDataset("shop", shop.fingerprint(), new Catalogue(items), examples);
    }
}
