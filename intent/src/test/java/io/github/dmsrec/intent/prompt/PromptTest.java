package io.github.dmsrec.intent.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.recommend.CandidateLists;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Sessions;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        PromptWriter writer = options(Map.of("max-clicks", "1"))
                .writer(FILMS, new RandomStreams(1), AnswerFormat.TEXT, Optional.of(EXAMPLE));
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
        PromptWriter writer = options(Map.of("template", "published"))
                .writer(FILMS, new RandomStreams(1), AnswerFormat.TEXT, Optional.of(EXAMPLE));
        Prompt prompt = writer.write(new int[] {0, 1}, new int[] {4, 0});
        assertThat(prompt.user()).contains("\n1.Heat_1\n2.Alien_2\n").endsWith("\n0.Casino\n1.Heat");
        assertThat(prompt.shown()).containsExactly(4, 0);
        assertThat(prompt.system())
                .contains("\n1.Heat_1\n2.Alien_2\n")
                .contains("\n1.A  very long title\n2.Alien\n3.Casino\n")
                .endsWith("A  very long title;Casino");
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
        CandidateLists candidates = CandidateLists.of(
                new int[] {0, 2, 4, 8}, new int[] {0, 1, 0, 1, 1, 2, 3, 4}, new float[] {2, 1, 2, 1, 4, 3, 2, 1});
        assertThat(WorkedExample.from(dataset, candidates)).isEmpty();

        CandidateLists better = CandidateLists.of(
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
        return options(Map.of("max-title-length", "10"))
                .writer(FILMS, new RandomStreams(seed), AnswerFormat.JSON_SCHEMA, example);
    }

    private static PromptOptions options(Map<String, String> given) {
        return PromptOptions.read(new OptionSet("the test", PromptOptions.OPTIONS).parse(given));
    }

    @Test
    void columnsStandBesideTitlesWhereTheyAreWantedAndKnown() {
        Catalogue catalogue = new Catalogue(List.of(
                new Item("a", "Heat", Map.of("genres", "Crime|Drama", "year", "1995")),
                new Item("b", "Alien", Map.of("year", "1979")),
                new Item("c", "Casino", Map.of())));
        Map<String, String> given = Map.of("attributes", "genres, year", "candidate-order", "ranked");
        PromptOptions options = options(given);
        Prompt prompt = options.writer(catalogue, new RandomStreams(1), AnswerFormat.TEXT, Optional.empty())
                .write(new int[] {1}, new int[] {2, 0});
        assertThat(prompt.user())
                .isEqualTo("Clicks, oldest first:\n- Alien (year: 1979)\nCandidates:\n1. Casino\n"
                        + "2. Heat (genres: Crime|Drama; year: 1995)");
        assertThat(prompt.shown()).containsExactly(2, 0);
        assertThat(options.namesOf(catalogue, 0))
                .containsExactly("Heat", "Heat", "Heat (genres: Crime|Drama; year: 1995)");

        assertThatThrownBy(() -> options(Map.of("attributes", "genre"))
                        .writer(catalogue, new RandomStreams(1), AnswerFormat.TEXT, Optional.empty()))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("[genre]")
                .hasMessageContaining("genres, year");
    }

    @Test
    void clicksMayFollowTheCandidatesAlsoInTheExample() {
        PromptWriter writer = options(Map.of("clicks", "last"))
                .writer(FILMS, new RandomStreams(1), AnswerFormat.TEXT, Optional.of(EXAMPLE));
        Prompt prompt = writer.write(new int[] {0, 4}, new int[] {1});
        assertThat(prompt.user()).isEqualTo("Candidates:\n1. Alien\nClicks, oldest first:\n- Heat\n- Casino");
        assertThat(prompt.system()).contains("An example.\nCandidates:\n1. ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "template=indxed|There is no template 'indxed'",
                "titles=matched|answers to the template 'indexed' are numbers",
                "titles=fuzzy|of the test is 'fuzzy', but must be one of",
                "template=published,clicks=last|no section 'user-clicks-last'",
                "template=published,attributes=year|have no {attributes}",
                "candidate-order=random|one of shuffled, ranked, or template",
                "example=true|one of none, training, or template",
                "max-title-length=0|an integer of at least 1, none or template"
            })
    void refusesWhatATemplateHasNoPlaceFor(String given, String message) {
        Map<String, String> options = Arrays.stream(given.split(",", -1))
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
        assertThatThrownBy(() -> options(options))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"indexed", "published"})
    void theChoicesAreReadAsTheyWereWritten(String template) {
        Map<String, String> written = new LinkedHashMap<>();
        options(Map.of("template", template, "max-picks", "7", "example", "none"))
                .putInto(written);
        Map<String, String> again = new LinkedHashMap<>();
        options(written).putInto(again);
        assertThat(again).isEqualTo(written).containsEntry("template", template).containsEntry("max-picks", "7");
        assertThat(written.keySet()).isEqualTo(Set.copyOf(new OptionSet("the test", PromptOptions.OPTIONS).keys()));
    }
}
