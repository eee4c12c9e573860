package io.github.dmsrec.intent.llama;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.NumberSchema;
import io.github.dmsrec.intent.reply.TitleSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** With a real model's weights: {@code mvn test -Pgguf -Dgguf=FILE}. */
@Tag("gguf")
@EnabledIfSystemProperty(named = "gguf", matches = ".+")
class RealWeightsTest {

    private static final List<String> TITLES = List.of(
            "Heat (1995)",
            "Toy Story (1995)",
            "Batman; \"Forever\" [1995] \\ ☂",
            "Star Trek VI: The Undiscovered Country (1991)",
            "Twister (1996)");

    private static ChatEndpoint model = (system, user, format, schema) -> {
        throw new IllegalStateException("not loaded");
    };

    @BeforeAll
    static void load() {
        model = TestEndpoint.open(
                Path.of(System.getProperty("gguf", "")),
                Map.of("num-ctx", "2048", "max-tokens", "64", "timeout-seconds", "900"));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void itAnswersInWords() {
        ChatReply reply = model.ask(
                "You answer with one word.", "What is the capital of France?", AnswerFormat.TEXT, Optional.empty());
        assertThat(reply.text()).contains("Paris");
    }

    @Test
    void itAnswersByNumbersAndByTitlesAsBound() throws Exception {
        String question = "I watched Apollo 13 and Alien. Which two of these should I watch?\n"
                + IntStream.range(0, TITLES.size())
                        .mapToObj(i -> i + 1 + ". " + TITLES.get(i))
                        .collect(Collectors.joining("\n"));
        ChatReply numbers = model.ask(
                "You recommend films.",
                question,
                AnswerFormat.JSON_SCHEMA,
                Optional.of(new NumberSchema(TITLES.size(), 2)));
        JsonNode ids = new ObjectMapper().readTree(numbers.text()).path("ids");
        assertThat(ids.size()).isBetween(1, 2);
        ids.forEach(id -> assertThat(id.asInt()).isBetween(1, TITLES.size()));
        ChatReply titles = model.ask(
                "You recommend films.", question, AnswerFormat.GRAMMAR, Optional.of(new TitleSchema(TITLES, 2)));
        assertThat(titles.text().lines().toList()).hasSizeBetween(1, 2).isSubsetOf(TITLES);
    }

    /** What prompts have in common at their beginning is read once by a slot. */
    @Test
    void aSharedBeginningIsReadOnce() {
        String instructions = "Film, film and film again. ".repeat(60);
        TitleSchema one = new TitleSchema(List.of("yes"), 1);
        double first = seconds(instructions, "Is this a film?", one);
        double second = seconds(instructions, "Is that a film?", one);
        assertThat(second).isLessThan(first / 2);
    }

    private static double seconds(String system, String user, TitleSchema schema) {
        long begin = System.nanoTime();
        ChatReply reply = model.ask(system, user, AnswerFormat.GRAMMAR, Optional.of(schema));
        assertThat(reply.promptTokens()).isGreaterThan(300);
        return (System.nanoTime() - begin) / 1e9;
    }
}
