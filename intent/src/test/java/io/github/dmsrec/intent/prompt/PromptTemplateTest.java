package io.github.dmsrec.intent.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.OptionSet;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTemplateTest {

    /** All that a template by titles needs. */
    private static final String GOOD =
            """
            # For the shop.
            name: shop
            version: 3
            answers: titles
            first-click: 0
            untitled: (unknown)

            === system ===
            Name titles, {{title}} as it is, {"like": "this"}.

            {example}

            === user ===
            {clicks}
            --
            {candidates}

            === click ===
            {position}|{id}|{item_number}|{title}

            === candidate ===
            {title} [{attribute:year}]

            === example ===
            {user}
            => {answer}
            """;

    private static final Catalogue FILMS = new Catalogue(List.of(
            new Item("a", "Heat", Map.of("year", "1995")),
            new Item("b", "Alien", Map.of()),
            new Item("c", "{candidates}", Map.of("year", "{title}")),
            new Item("d", "", Map.of())));

    @TempDir
    Path folder = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("shop.txt"), text);
    }

    private static PromptWriter writer(Path file, Optional<WorkedExample> example) {
        PromptOptions options = PromptOptions.read(new OptionSet("the test", PromptOptions.OPTIONS)
                .parse(Map.of("template", file.toString(), "candidate-order", "ranked")));
        return options.writer(FILMS, new RandomStreams(1), AnswerFormat.TEXT, example);
    }

    @Test
    void fillsEveryPlaceOnce() throws IOException {
        WorkedExample example = new WorkedExample(new int[] {0}, new int[] {0, 2, 1}, new int[] {0}, new int[] {2, 1});
        Path file = file(GOOD.replace("\n", "\r\n"));
        Prompt prompt = writer(file, Optional.of(example)).write(new int[] {0, 3}, new int[] {2, 3, 1});
        assertThat(prompt.user()).isEqualTo("0|a|1|Heat\n1|d|4|(unknown)\n--\n{candidates} [{title}]\nAlien []");
        assertThat(prompt.system())
                .isEqualTo("Name titles, {title} as it is, {\"like\": \"this\"}.\n\n0|a|1|Heat\n--\nHeat [1995]\n"
                        + "{candidates} [{title}]\nAlien []\n=> {candidates};Alien");
        assertThat(prompt.shown()).containsExactly(2, 1);
        assertThat(writer(file, Optional.empty())
                        .write(new int[] {0}, new int[] {1})
                        .system())
                .isEqualTo("Name titles, {title} as it is, {\"like\": \"this\"}.");
    }

    @Test
    void theFingerprintIsOfTheWordsAlone() throws IOException {
        PromptTemplate first = PromptTemplate.read(file(GOOD));
        PromptTemplate commented = PromptTemplate.read(file("# Another comment.\n" + GOOD + "\n\n"));
        PromptTemplate changed = PromptTemplate.read(file(GOOD.replace("--", "---")));
        assertThat(first.label())
                .startsWith("shop-3:")
                .isEqualTo(commented.label())
                .isNotEqualTo(changed.label());
        assertThat(first.versionName()).isEqualTo(changed.versionName()).isEqualTo("shop-3");
        assertThat(PromptTemplate.of("indexed").label()).isEqualTo("indexed-1");
        assertThat(PromptTemplate.of("published").label()).isEqualTo("published-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name: shop|nam: shop|line 2: 'nam' is not a key; known before the first section are name, version",
                "version: 3~|#~|the line 'version: ...' is missing",
                "version: 3|version: three|line 3: 'version' is 'three'; it must be an integer, at least 1",
                "answers: titles|answers: words|line 4: 'answers' is 'words'; it must be numbers or titles",
                "name: shop|name: indexed|which is that of a built-in one",
                "{position}|{positoin}|line 19: '{positoin}' is not a placeholder of the section 'click'; known are"
                        + " {position}",
                "--|{title}|line 15: '{title}' is not a placeholder of the section 'user'; known are {clicks},"
                        + " {candidates}",
                "--|{ clicks }|line 15: '{ clicks }' is not a placeholder",
                "{attribute:year}|{attribute}|line 22: '{attribute}' is not a placeholder",
                "=== click ===|=== clicks ===|line 18: there is no section 'clicks'; known are system, user",
                "=== click ===|=== click|line 18: '=== click' is not a heading",
                "=== click ===|=== user ===|line 18: the section 'user' is given twice",
                "{title} [|[|line 22: the section 'candidate' lacks {title}",
                "--~{candidates}|--|line 14: the section 'user' lacks {candidates}",
                "{title} [|{title}~[|line 23: the section 'candidate' has 2 lines; it must have one",
                "~{example}|~|there is a section 'example', but the section 'system' lacks {example}",
                "~{example}|See {example}|line 10: {example} must stand on a line of its own",
                "answers: titles|answers: numbers|the section 'answer-json' is missing",
            })
    void refusesATemplateWithItsLine(String part, String wrong, String message) throws IOException {
        String written = part.replace("~", "\n");
        assertThat(GOOD).contains(written);
        String text = GOOD.replace(written, wrong.replace("~", "\n"));
        Path file = file(text);
        assertThatThrownBy(() -> PromptTemplate.read(file))
                .isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("shop.txt")
                .hasMessageContaining(message)
                .hasMessageContaining(System.lineSeparator());
    }

    /** Lines deleted, doubled, swapped, cut: a template works or names its file, and never fails otherwise. */
    @Test
    void aDamagedTemplateIsReadOrRefusedWithItsFile() throws IOException {
        SplittableRandom random = new RandomStreams(21).stream("damage");
        int read = 0;
        int rounds = 400;
        for (int round = 0; round < rounds; round++) {
            List<String> lines = new ArrayList<>(GOOD.lines().toList());
            for (int i = 0; i <= random.nextInt(2); i++) {
                int at = random.nextInt(lines.size());
                String line = lines.get(at);
                switch (random.nextInt(5)) {
                    case 0 -> lines.remove(at);
                    case 1 -> lines.add(at, line);
                    case 2 -> lines.set(at, lines.set(random.nextInt(lines.size()), line));
                    case 3 -> lines.set(at, line.substring(0, random.nextInt(line.length() + 1)));
                    default ->
                        lines.set(
                                at,
                                line
                                        + List.of("{", "}", "{{", "{title}", "\t", "é")
                                                .get(random.nextInt(6)));
                }
            }
            String text = String.join("\n", lines);
            try {
                Prompt prompt = writer(file(text), Optional.empty()).write(new int[] {0, 3}, new int[] {2, 1});
                assertThat(prompt.user()).as(text).contains("Alien");
                read++;
            } catch (UserMistakeException e) {
                assertThat(e).as(text).hasMessageContaining("shop.txt");
            }
        }
        assertThat(read).isBetween(20, rounds - 100);
    }

    @Test
    void tellsAllMistakesAtOnce() throws IOException {
        Path file =
                file(GOOD.replace("version: 3\n", "").replace("{id}", "{Id}").replace("--", "{year}"));
        assertThatThrownBy(() -> PromptTemplate.read(file))
                .hasMessageContaining("has 3 errors")
                .hasMessageContaining("'version: ...' is missing")
                .hasMessageContaining("line 18: '{Id}'")
                .hasMessageContaining("line 14: '{year}'");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("bytes.txt"), "name: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PromptTemplate.read(file)).hasMessageContaining("is not UTF-8 text");
        Path large = Files.writeString(folder.resolve("large.txt"), "#".repeat((1 << 20) + 1));
        assertThatThrownBy(() -> PromptTemplate.read(large)).hasMessageContaining("longer than 1 MiB");
    }
}
