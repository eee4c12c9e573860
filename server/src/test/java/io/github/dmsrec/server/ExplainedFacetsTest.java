package io.github.dmsrec.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmsrec.Dataset;
import io.github.dmsrec.Dmsrec;
import io.github.dmsrec.Inferrer;
import io.github.dmsrec.Intents;
import io.github.dmsrec.Method;
import io.github.dmsrec.Model;
import io.github.dmsrec.ServedModel;
import io.github.dmsrec.ServerOptions;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.datasets.synthetic.SyntheticPlan;
import io.github.dmsrec.datasets.synthetic.SyntheticWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models with intents of facets, and with those of a student of facets, say of their items. */
class ExplainedFacetsTest {

    @Test
    @Tag("slow")
    void aStudentOfFacetsExplainsLikeItsTeacher(@TempDir Path folder) throws IOException {
        Path written = folder.resolve("shop");
        SyntheticWriter.write(SyntheticPlan.shop(4, 200, 5), written, Origin.of("shop", "a test", 1, 1), Progress.NONE);
        try (Dmsrec dmsrec = Dmsrec.builder().threads(1).build()) {
            Dataset shop = Dataset.open(written);
            Method method = Method.named("core-ave").with("dimension", 8).with("epochs", 1);
            Model base = dmsrec.train(method, shop);
            var candidates = base.candidates(shop, 10);
            Intents facets = dmsrec.infer(Inferrer.named("item-facets").with("columns", "category"), shop, candidates);
            Intents learned = dmsrec.infer(
                    Inferrer.named("student").with("teacher", facets.path().toString()), shop, candidates);
            Intents similar = dmsrec.infer(Inferrer.named("embedding-similarity"), shop, candidates);
            ServerOptions options = ServerOptions.of(List.of(
                    ServedModel.of("facets", dmsrec.train(method, shop, facets)),
                    ServedModel.of("student", dmsrec.train(method, shop, learned)),
                    ServedModel.of("similar", dmsrec.train(method, shop, similar))));
            try (TestServer server = TestServer.of(options)) {
                for (Map.Entry<String, Boolean> model : Map.of("facets", true, "student", true, "similar", false)
                        .entrySet()) {
                    List<String> lookedAt = new ArrayList<>();
                    JsonNode popular = TestServer.json(server.get("/v1/popular?k=5"));
                    for (JsonNode clicked : popular.path("items")) {
                        JsonNode answer = TestServer.json(server.recommend("{\"session\":[" + clicked.path("id")
                                + "],\"model\":\"" + model.getKey() + "\",\"explain\":true,\"k\":50}"));
                        List<String> explicit = texts(answer.at("/intents/explicit"));
                        for (JsonNode item : answer.path("items")) {
                            List<String> named = texts(item.at("/because/looked_at"));
                            assertThat(explicit).containsAll(named);
                            assertThat(texts(item.at("/because/intents"))).containsAll(named);
                            lookedAt.addAll(named);
                        }
                    }
                    assertThat(lookedAt.isEmpty()).as(model.getKey()).isNotEqualTo(model.getValue());
                }
            }
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
