package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.asking.ItemDescriber.Described;
import io.github.dmsrec.intent.asking.ItemDescriber.Descriptions;
import io.github.dmsrec.intent.llm.OpenAiProvider;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ItemDescriberTest {

    private static final Pattern ITEM = Pattern.compile("Article: thing (\\d+)");

    @TempDir
    Path folder = Path.of("");

    private static Catalogue catalogue(int items) {
        return new Catalogue(IntStream.range(0, items)
                .mapToObj(i -> new Item("i" + i, i == 3 ? "" : "thing " + i, Map.of("brand", "b" + i)))
                .toList());
    }

    private static int[] all(int items) {
        return IntStream.range(0, items).toArray();
    }

    private DescribeOptions options(String url, Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of(
                "base-url", url,
                "model", "fake",
                "answer-format", "json-schema",
                "template", "goods",
                "api-key-variable", "DMSREC_NO_SUCH_KEY",
                "answers", folder.resolve("answers").toString()));
        given.putAll(more);
        return DescribeOptions.of(new OpenAiProvider(), given);
    }

    private static String facets(String item) {
        return "{\"purpose\":[\"purpose " + item + "\"],\"occasion\":[\"daily\"],\"buyer\":[\"people\"],"
                + "\"goes with\":[\"others\"]}";
    }

    @Test
    void everyItemIsAskedOnceInAFormOfItsOwn() throws IOException {
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.says(facets(item(request.toString()))))) {
            DescribeOptions options = options(model.baseUrl(), Map.of());
            try (ItemDescriber describer = describer(options)) {
                AskingPlan plan = describer.plan(catalogue(6), all(6), Optional.empty(), Progress.NONE);
                assertThat(plan.open()).isEqualTo(5);
                assertThat(plan.withoutTitle()).isEqualTo(1);
                assertThat(plan.pace()).isNull();
                assertThat(model.count()).isZero();

                Descriptions first = describer.describe(catalogue(6), all(6), Progress.NONE);
                assertThat(model.count()).isEqualTo(5);
                assertThat(first.facts().path("askedNow").asInt()).isEqualTo(5);
                assertThat(first.items()).extracting(Described::item).containsExactly(0, 1, 2, 3, 4, 5);
                assertThat(first.items().get(3).answer()).isNull();
                assertThat(first.items().get(3).reason()).isEqualTo("no title");
                assertThat(Objects.requireNonNull(first.items().get(5).answer()).values())
                        .containsEntry("purpose", List.of("purpose 5"));
            }
            assertThat(model.body(0).at("/response_format/json_schema/name").asText())
                    .isEqualTo("item_facets");
            assertThat(model.body(0).at("/messages/1/content").asText()).contains("(brand: b");
            try (ItemDescriber describer = describer(options)) {
                describer.describe(catalogue(7), all(7), Progress.NONE);
                assertThat(model.count()).isEqualTo(6);
                AskingPlan plan = describer.plan(catalogue(8), all(8), Optional.empty(), Progress.NONE);
                assertThat(plan.open()).isEqualTo(1);
                assertThat(plan.answersKnown()).isTrue();
            }
        }
    }

    @Test
    void answersWithoutFacetsAreAskedAgainByTheNextRunAndWhatThereIsCanBeRead() throws IOException {
        AtomicInteger bad = new AtomicInteger(1);
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.says(
                item(request.toString()).equals("2") && bad.get() > 0
                        ? "{\"purpose\":[\"очистка\"]}"
                        : facets(item(request.toString()))))) {
            DescribeOptions options = options(model.baseUrl(), Map.of("max-failed-share", "0.5", "attempts", "2"));
            try (ItemDescriber describer = describer(options)) {
                Descriptions first = describer.describe(catalogue(4), all(4), Progress.NONE);
                assertThat(first.items().get(2).reason()).isEqualTo("only facets in another script");
                assertThat(model.count()).isEqualTo(4);
                bad.set(0);
                assertThat(describer
                                .kept(catalogue(4), all(4), Progress.NONE)
                                .items()
                                .get(2)
                                .answer())
                        .isNull();
                assertThat(describer
                                .describe(catalogue(4), all(4), Progress.NONE)
                                .items()
                                .get(2)
                                .answer())
                        .isNotNull();
                assertThat(model.count()).isEqualTo(5);
            }
        }
    }

    @Test
    void aTemplateWhoseFacetsChangedNeedsANewVersion() throws IOException {
        String words =
                """
                name: mine
                version: 1
                system: "{facets}"
                item: "Article: {title}"
                facets:
                  purpose: {meaning: what for}
                """;
        Path file = Files.writeString(folder.resolve("mine.yaml"), words);
        try (FakeModel model = new FakeModel((request, number) -> FakeModel.says(facets(item(request.toString()))))) {
            Map<String, String> mine = Map.of("template", file.toString());
            try (ItemDescriber describer = describer(options(model.baseUrl(), mine))) {
                describer.describe(catalogue(2), all(2), Progress.NONE);
            }
            Files.writeString(file, words + "  buyer: {meaning: who}\n");
            try (ItemDescriber describer = describer(options(model.baseUrl(), mine))) {
                assertThatThrownBy(() -> describer.describe(catalogue(2), all(2), Progress.NONE))
                        .isInstanceOf(UserMistakeException.class)
                        .hasMessageContaining("calls itself 'facets-mine-1'");
            }
            assertThat(model.count()).isEqualTo(2);
        }
    }

    @Test
    @Tag("slow")
    @Timeout(60)
    void killedOnceNothingIsAskedTwice() throws Exception {
        killAndResume(1);
    }

    @Test
    @Tag("slow")
    @Timeout(300)
    void killedTwentyTimesNothingIsAskedTwice() throws Exception {
        killAndResume(20);
    }

    private void killAndResume(int kills) throws Exception {
        int items = 60 * kills;
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        List<Process> children = new CopyOnWriteArrayList<>();
        AtomicInteger killAt = new AtomicInteger(Integer.MAX_VALUE);
        FakeModel.Answers answers = (request, number) -> {
            if (number == killAt.get()) {
                children.get(children.size() - 1).toHandle().destroyForcibly();
            }
            asked.add(item(request.toString()));
            return FakeModel.says(facets(item(request.toString())));
        };
        try (FakeModel model = new FakeModel(answers)) {
            for (int kill = 0; kill < kills; kill++) {
                List<String> before = stored(model, items);
                asked.clear();
                killAt.set(model.count() + 20 + kill);
                Process child = new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ItemDescriberTest.class.getName(),
                                model.baseUrl(),
                                folder.toString(),
                                Integer.toString(items))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                children.add(child);
                assertThat(child.waitFor()).isNotZero();
                assertThat(asked).isNotEmpty().noneMatch(before::contains).doesNotHaveDuplicates();
            }
            List<String> before = stored(model, items);
            assertThat(before).isNotEmpty();
            asked.clear();
            killAt.set(Integer.MAX_VALUE);
            try (ItemDescriber describer = describer(options(model.baseUrl(), Map.of()))) {
                assertThat(describer
                                .describe(catalogue(items), all(items), Progress.NONE)
                                .items())
                        .filteredOn(item -> item.answer() == null)
                        .hasSize(1);
            }
            assertThat(asked).noneMatch(before::contains).doesNotHaveDuplicates();
            assertThat(asked.size() + before.size()).isEqualTo(items - 1);
        }
    }

    private List<String> stored(FakeModel model, int items) {
        try (ItemDescriber describer = describer(options(model.baseUrl(), Map.of()))) {
            return describer.kept(catalogue(items), all(items), Progress.NONE).items().stream()
                    .filter(item -> item.answer() != null)
                    .map(item -> Integer.toString(item.item()))
                    .toList();
        }
    }

    /** The child: describes until it is killed. */
    public static void main(String[] arguments) {
        ItemDescriberTest test = new ItemDescriberTest();
        test.folder = Path.of(arguments[1]);
        int items = Integer.parseInt(arguments[2]);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (ItemDescriber describer = describer(test.options(arguments[0], Map.of("concurrency", "4")))) {
            out.println(describer
                    .describe(catalogue(items), all(items), Progress.NONE)
                    .items()
                    .size());
        }
    }

    private static ItemDescriber describer(DescribeOptions options) {
        return new ItemDescriber(options, Map.of(), Clock.SYSTEM);
    }

    private static String item(String request) {
        Matcher matcher = ITEM.matcher(request);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
