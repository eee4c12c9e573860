package io.github.dmsrec.core.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.UserMistakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class OptionSetTest {

    private enum Colour {
        DARK_RED,
        BLUE
    }

    private static final Option<Integer> EPOCHS =
            Option.integer("epochs", "the most epochs", 30, 1, 100).published(20);
    private static final Option<Double> DECAY = Option.weight("weight-decay", "the decay of weights", 1e-5);
    private static final Option<Colour> COLOUR = Option.label("colour", "the colour", Colour.class, Colour.BLUE);
    private static final Option<Optional<Duration>> DEADLINE =
            Option.optional("deadline", "when to stop", "none", OptionType.duration());
    private static final Option<SortedMap<String, String>> REQUEST = Option.group("request.", "fields of a request");
    private static final OptionSet SET =
            new OptionSet("the method toy", List.of(EPOCHS, DECAY, COLOUR, DEADLINE, REQUEST));

    @Test
    void valuesAreTypedAndEachRecipeHasItsDefaults() {
        OptionValues values = SET.parse(
                Map.of("weight-decay", " 1e-4 ", "deadline", "90m", "colour", "dark-red", "request.top_p", "0.9"));

        assertThat(values.get(EPOCHS)).isEqualTo(30);
        assertThat(values.get(DECAY)).isEqualTo(1e-4);
        assertThat(values.get(COLOUR)).isEqualTo(Colour.DARK_RED);
        assertThat(values.get(DEADLINE)).contains(Duration.ofMinutes(90));
        assertThat(values.get(REQUEST)).containsExactly(Map.entry("top_p", "0.9"));
        assertThat(SET.defaults(Recipe.PUBLISHED).get(EPOCHS)).isEqualTo(20);
        assertThat(SET.defaults(Recipe.CORRECTED).get(DEADLINE)).isEmpty();
    }

    @Test
    void manifestsKeepTheTextThatWasGivenInTheOrderOfTheSet() {
        OptionValues values = SET.parse(Map.of("request.b", "2", "weight-decay", "1e-4", "request.a", "1"));

        assertThat(values.toMap())
                .containsExactly(
                        Map.entry("epochs", "30"),
                        Map.entry("weight-decay", "1e-4"),
                        Map.entry("colour", "blue"),
                        Map.entry("deadline", "none"),
                        Map.entry("request.a", "1"),
                        Map.entry("request.b", "2"));
        assertThat(values.canonical().toMap()).containsEntry("weight-decay", "1.0E-4");
        assertThat(values.canonical()).isEqualTo(values).hasSameHashCodeAs(values);
        assertThat(SET.parse(values.toMap())).isEqualTo(values);
    }

    @Test
    void allMistakesAreReportedAtOnceWithTheNearestKeyFirst() {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("weigth-decay", "0");
        given.put("epochs", "0");
        given.put("colour", "dark_red");
        given.put("request.", "x");

        assertThatThrownBy(() -> SET.parse(given))
                .isInstanceOf(UserMistakeException.class)
                .hasMessage(String.join(
                        System.lineSeparator(),
                        "4 errors in the options of the method toy:",
                        "  option 'weigth-decay' is not known; known options, the nearest first:"
                                + " weight-decay, epochs, colour, deadline, request..",
                        "  option 'epochs' is '0', but must be an integer from 1 to 100.",
                        "  option 'colour' is 'dark_red', but must be one of dark-red, blue; the nearest is 'dark-red'.",
                        "  option 'request.' is not known; known options, the nearest first:"
                                + " request., epochs, weight-decay, colour, deadline."));
    }

    @Test
    void anOptionOfAnotherOwnerIsNamedAsSuch() {
        OptionSet set = new OptionSet("the method toy", List.of(EPOCHS), key -> List.of("sr", "ar"));

        assertThatThrownBy(() -> set.parse(Map.of("steps", "3")))
                .hasMessage("Option 'steps' of the method toy belongs to sr, ar, not to the method toy;"
                        + " known options, the nearest first: epochs.");
    }

    @Test
    void anOptionWithoutDefaultMustBeGiven() {
        Option<Path> from = Option.path("from", "the file of answers", "answers.jsonl");
        OptionSet set = new OptionSet("the inferrer replay", List.of(from, EPOCHS));

        assertThat(set.parse(Map.of("from", "a/../b")).get(from)).isEqualTo(Path.of("a/../b"));
        assertThat(set.parse(Map.of("from", "a/../b")).canonical().text(from))
                .isEqualTo(Path.of("b").toAbsolutePath().toString());
        assertThatThrownBy(() -> set.parse(Map.of("epochs", "x")))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("option 'epochs' is 'x', but must be an integer from 1 to 100.")
                .hasMessageContaining("option 'from' is missing: the file of answers; 'from=answers.jsonl' would fit.");
    }

    @Test
    void aManifestThatLacksAnOptionMeansTheValueOfTheVersionThatWroteIt() {
        Option<Integer> changed = EPOCHS.before(3, 50).before(2, 10);
        OptionSet set = new OptionSet("the method toy", List.of(changed));

        assertThat(set.read(Map.of(), 1, Recipe.CORRECTED).get(EPOCHS)).isEqualTo(10);
        assertThat(set.read(Map.of(), 2, Recipe.CORRECTED).get(EPOCHS)).isEqualTo(50);
        assertThat(set.read(Map.of(), 3, Recipe.CORRECTED).get(EPOCHS)).isEqualTo(30);
        assertThat(set.read(Map.of(), 3, Recipe.PUBLISHED).get(EPOCHS)).isEqualTo(20);
        assertThat(set.read(Map.of("epochs", "7"), 1, Recipe.CORRECTED).get(EPOCHS))
                .isEqualTo(7);
    }

    @Test
    void overridesLeaveTheOriginalAsItIs() {
        OptionValues values = SET.defaults(Recipe.CORRECTED);

        assertThat(values.with(EPOCHS, 5).with(Map.of("colour", "dark-red")).toMap())
                .containsEntry("epochs", "5")
                .containsEntry("colour", "dark-red");
        assertThat(values.get(EPOCHS)).isEqualTo(30);
        assertThatThrownBy(() -> values.with(EPOCHS, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> values.get(Option.text("epochs", "another type", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an integer from 1 to 100, not a text");
        assertThatThrownBy(() -> values.get(Option.flag("other", "not in the set", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the method toy has no option 'other'");
    }

    @Test
    void groupsAreMergedWithWhatIsThere() {
        OptionValues values = SET.parse(Map.of("request.a", "1")).with(Map.of("request.b", "2"));

        assertThat(values.get(REQUEST)).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(values.canonical().toMap()).containsEntry("request.a", "1").containsEntry("request.b", "2");
    }

    @Test
    void helpNamesRangeUnitAndDefaults() {
        OptionSet set = new OptionSet("x", List.of(EPOCHS.unit("epochs"), DEADLINE));

        assertThat(set.help())
                .containsExactly(
                        new OptionSet.HelpRow(
                                "epochs",
                                "the most epochs; an integer from 1 to 100 (epochs) (default: 30, published 20)"),
                        new OptionSet.HelpRow(
                                "deadline", "when to stop; a duration like 8h, 90m or 45s, or none (default: none)"));
    }

    @Test
    void sizesAreReadAndWrittenInPowersOf1024() {
        OptionType<Long> bytes = OptionType.bytes();

        assertThat(bytes.parse("512m")).isEqualTo(512L << 20);
        assertThat(bytes.parse("4G")).isEqualTo(4L << 30);
        assertThat(bytes.parse("1000")).isEqualTo(1000L);
        assertThat(bytes.format(512L << 20)).isEqualTo("512m");
        assertThat(bytes.format(1000L)).isEqualTo("1000");
        assertThat(bytes.parse("8388608t")).isNull();
        assertThat(bytes.parse("0")).isNull();
        assertThat(bytes.parse("g")).isNull();
    }
}
