package io.github.dmsrec.intent.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever a model writes is an answer within the bounds, or is refused with a reason. */
class AnyAnswerTest {

    private static final int TEXTS = 3000;
    private static final int CANDIDATES = 12;
    private static final int PICKS = 4;
    private static final List<AnswerFormat> FORMATS = List.of(AnswerFormat.values());
    private static final NumberSchema SCHEMA = new NumberSchema(CANDIDATES, PICKS);
    private static final List<List<String>> TITLES = IntStream.range(0, CANDIDATES)
            .mapToObj(i -> i == 3
                    ? List.<String>of()
                    : List.of(TitleAnswer.normal("Title " + i % 10 + (i > 5 ? "; more" : ""))))
            .toList();
    private static final List<String> PIECES = List.of(
            "{\"intents\":[",
            "\"a wish\"",
            "],\"ids\":[",
            "]}",
            "{",
            "}",
            "[",
            "]",
            ",",
            ";",
            ": ",
            "\"",
            "\n",
            "\\",
            "1",
            "7",
            "12",
            "13",
            "-3",
            "2.5",
            "1e400",
            "99999999999999999999",
            "null",
            "<think>",
            "</think>",
            "```json\n",
            "```",
            "Title 3",
            "Title 8; more",
            "title 4_12",
            "2. Title 1",
            "&amp;",
            "\u0000",
            "\ud800",
            "\u202e",
            "😀",
            " and ",
            "The answer is ");

    private static String text(SplittableRandom random) {
        return IntStream.range(0, random.nextInt(14))
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }

    @Test
    void numbersAreThoseOfCandidatesEachOnce() {
        SplittableRandom random = new RandomStreams(31).stream("numbers");
        Set<String> reasons = new TreeSet<>();
        int answers = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            AnswerFormat format = FORMATS.get(i % FORMATS.size());
            try {
                NumberAnswer answer = NumberAnswer.parse(text, format, SCHEMA);
                answers++;
                assertThat(answer.numbers()).as(text).hasSizeBetween(1, PICKS).doesNotHaveDuplicates();
                assertThat(Arrays.stream(answer.numbers())).as(text).allMatch(n -> n >= 1 && n <= CANDIDATES);
                assertThat(answer.phrases()).as(text).hasSizeLessThanOrEqualTo(NumberSchema.MAX_PHRASES);
                assertThat(answer.phrases()).as(text).noneMatch(phrase -> phrase.isBlank() || phrase.contains("\n"));
            } catch (AnswerException e) {
                reasons.add(String.valueOf(e.getMessage()));
            }
        }
        assertThat(answers).isBetween(100, TEXTS - 100);
        assertThat(reasons).contains("empty answer", "truncated or malformed JSON", "no JSON in the answer");
    }

    /** What the schema allows is read as it stands. */
    @Test
    void aSoundAnswerIsReadAsItStands() throws AnswerException {
        SplittableRandom random = new RandomStreams(32).stream("sound");
        for (int i = 0; i < TEXTS; i++) {
            int[] numbers = IntStream.generate(() -> 1 + random.nextInt(CANDIDATES))
                    .distinct()
                    .limit(1 + random.nextInt(PICKS))
                    .toArray();
            String phrase = "wish {" + random.nextInt(100) + "]";
            String text = "{\"intents\":[\"" + phrase + "\"],\"ids\":" + Arrays.toString(numbers) + "}";

            NumberAnswer answer = NumberAnswer.parse(text, AnswerFormat.JSON_SCHEMA, SCHEMA);

            assertThat(answer.numbers()).as(text).isEqualTo(numbers);
            assertThat(answer.phrases()).as(text).containsExactly(phrase);
            assertThat(answer.repairs()).isEqualTo(new Repairs(0, 0, 0, 0));
        }
    }

    @Test
    void titlesAreThoseOfCandidatesEachOnce() {
        SplittableRandom random = new RandomStreams(33).stream("titles");
        int answers = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            try {
                TitleAnswer answer = TitleAnswer.parse(text, TITLES, PICKS);
                answers++;
                assertThat(answer.picks()).as(text).hasSizeBetween(1, PICKS).doesNotHaveDuplicates();
                assertThat(Arrays.stream(answer.picks()))
                        .as(text)
                        .allMatch(pick -> pick >= 0
                                && pick < CANDIDATES
                                && !TITLES.get(pick).isEmpty());
            } catch (AnswerException e) {
                assertThat(e.getMessage()).as(text).isNotBlank();
            }
        }
        assertThat(answers).isBetween(30, TEXTS - 100);
    }

    @Test
    void thePublishedReadingKeepsEveryPiece() {
        SplittableRandom random = new RandomStreams(34).stream("published");
        Set<String> clicked = Set.of("Title 3", "7");
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);
            try {
                PublishedAnswer answer = PublishedAnswer.parse(text, clicked);
                assertThat(clicked).as(text).containsAll(answer.explicitPieces());
                assertThat(answer.explicitPieces().size()
                                + answer.latentPieces().size())
                        .as(text)
                        .isEqualTo(text.split(";", -1).length);
            } catch (AnswerException e) {
                assertThat(text).isBlank();
            }
        }
    }
}
