package io.github.dmsrec.intent.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answer.AnswerFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptTest {

    private static final Catalogue FILMS = new Catalogue(List.of(
            new Item("a", "Heat", Map.of()),
            new Item("b", "Alien", Map.of()),
            new Item("c", "", Map.of()),
            new Item("d", "A  very\nlong title", Map.of()),
            new Item("e", "Casino", Map.of())));
    private static final WorkedExample EXAMPLE =
            new WorkedExample(new int[] {0, 1}, new int[] {3, 1, 4}, new int[] {1}, new int[] {3, 4});

    @Test
    void indexedNumbersTitledCandidatesFromOneInAShuffledOrder() {
        PromptWriter writer = indexed(42, Optional.empty());
        Prompt prompt = writer.write(new int[] {0, 2, 3}, new int[] {4, 3, 2, 1, 0});

        assertThat(prompt.shown()).containsExactlyInAnyOrder(4, 3, 1, 0);
        String[] shownTitles = {"Heat", "Alien", "", "A very lon…", "Casino"};
        String lines = String.join(
                "\n",
                IntStream.range(0, 4)
                        .mapToObj(i -> (i + 1) + ". " + shownTitles[prompt.shown()[i]])
                        .toList());
        assertThat(prompt.user())
                .isEqualTo("Clicks, oldest first:\n- Heat\n- (an item without title)\n- A very lon…\nCandidates:\n"
                        + lines);
        assertThat(writer.write(new int[] {0, 2, 3}, new int[] {4, 3, 2, 1, 0}))
                .usingRecursiveComparison()
                .isEqualTo(prompt);
    }

    @Test
    void theOrderComesFromTheSessionAndTheSeed() {
        int[] candidates = {4, 3, 1, 0};
        long ordersOfSessions = IntStream.range(0, 20)
                .mapToObj(i -> indexed(42, Optional.empty()).write(new int[] {i % 5, i / 5}, candidates))
                .map(prompt -> Arrays.toString(prompt.shown()))
                .distinct()
                .count();
        long ordersOfSeeds = IntStream.range(0, 20)
                .mapToObj(seed -> indexed(seed, Optional.empty()).write(new int[] {1}, candidates))
                .map(prompt -> Arrays.toString(prompt.shown()))
                .distinct()
                .count();
        assertThat(ordersOfSessions).isGreaterThan(5);
        assertThat(ordersOfSeeds).isGreaterThan(5);
    }

    @Test
    void indexedShowsTheMostRecentClicksAndAnExampleThatAnswersItself() {
        PromptWriter writer =
                new IndexedPrompt(FILMS, new RandomStreams(1), AnswerFormat.TEXT, 5, 100, 1, Optional.of(EXAMPLE));
        Prompt prompt = writer.write(new int[] {0, 4}, new int[] {1});
        assertThat(prompt.user()).startsWith("Clicks, oldest first:\n- Casino\nCandidates:");

        String[] lines = prompt.system().split("\n", -1);
        List<String> picked = Arrays.stream(lines[lines.length - 1].split(", ", -1))
                .map(number -> Arrays.stream(lines)
                        .filter(line -> line.startsWith(number + ". "))
                        .findFirst()
                        .orElseThrow())
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
        assertThat(picked).containsExactly("Alien", "A very long title", "Casino");
    }

    @Test
    void publishedKeepsTheQuirksOfNumbering() {
        PromptWriter writer = new PublishedPrompt(FILMS, Optional.of(EXAMPLE));
        Prompt prompt = writer.write(new int[] {0, 1}, new int[] {4, 0});
        assertThat(prompt.user()).contains("\n1.Heat_1\n2.Alien_2\n").endsWith("\n0.Casino\n1.Heat");
        assertThat(prompt.shown()).containsExactly(4, 0);
        assertThat(prompt.system())
                .contains("\n1.Heat_1\n2.Alien_2\n")
                .contains("\n1.A  very\nlong title\n2.Alien\n3.Casino\n")
                .endsWith("A  very\nlong title;Casino");
    }

    @Test
    void theExampleIsATrainingRowAndHoldsNoTarget() {
        Sessions train =
                Sessions.of(List.of(new int[] {0, 1, 4, 3, 0}, new int[] {1, 0, 2, 4}, new int[] {4, 1, 0, 3}));
        Sessions others = Sessions.of(List.of(new int[] {0, 1}));
        SessionDataset dataset = new SessionDataset(
                "films",
                "f",
                FILMS,
                Map.of(
                        Split.TRAIN, Examples.lastClickOf(train),
                        Split.VALIDATION, Examples.lastClickOf(others),
                        Split.TEST, Examples.lastClickOf(others)));
        CandidateLists candidates = new CandidateLists(
                new int[] {0, 2, 4, 8}, new int[] {0, 1, 0, 1, 1, 2, 3, 4}, new float[] {2, 1, 2, 1, 4, 3, 2, 1});
        assertThat(WorkedExample.from(dataset, candidates)).isEmpty();

        CandidateLists better = new CandidateLists(
                new int[] {0, 2, 4, 9}, new int[] {0, 1, 0, 1, 1, 2, 3, 0, 4}, new float[] {2, 1, 2, 1, 5, 4, 3, 2, 1});
        assertThat(WorkedExample.from(dataset, better)).isEmpty();

        Catalogue titled = new Catalogue(List.of(
                new Item("a", "A", Map.of()),
                new Item("b", "B", Map.of()),
                new Item("c", "C", Map.of()),
                new Item("d", "D", Map.of()),
                new Item("e", "E", Map.of())));
        SessionDataset second = new SessionDataset(
                "letters",
                "g",
                titled,
                Map.of(
                        Split.TRAIN, dataset.examples(Split.TRAIN),
                        Split.VALIDATION, dataset.examples(Split.VALIDATION),
                        Split.TEST, dataset.examples(Split.TEST)));
        WorkedExample example = WorkedExample.from(second, better).orElseThrow();
        assertThat(example.session()).containsExactly(4, 1, 0);
        assertThat(example.clickedPicks()).containsExactly(0);
        assertThat(example.newPicks()).containsExactly(2, 3);
    }

    private static PromptWriter indexed(long seed, Optional<WorkedExample> example) {
        return new IndexedPrompt(FILMS, new RandomStreams(seed), AnswerFormat.JSON_SCHEMA, 5, 10, 50, example);
    }
}
