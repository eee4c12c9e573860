package io.github.dmsrec.intent.asking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens as a byte-level BPE tokenizer counts them, of the kind that Qwen has; the counts were made by hand. */
class TokenCounterTest {

    @TempDir
    Path folder = Path.of("");

    /** Its tokens are the 256 bytes and what three merges make of them: He, Hea, Heat. */
    private Path tokenizer() throws IOException {
        ObjectNode file = new ObjectMapper().createObjectNode().put("version", "1.0");
        file.putNull("truncation").putNull("padding").putArray("added_tokens");
        file.putNull("normalizer").putNull("post_processor");
        file.putObject("pre_tokenizer")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        file.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = file.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            vocabulary.put(Character.toString(printable ? b : next++), vocabulary.size());
        }
        ArrayNode merges = model.putArray("merges");
        for (String pair : List.of("H e", "He a", "Hea t")) {
            merges.add(pair);
            vocabulary.put(pair.replace(" ", ""), vocabulary.size());
        }
        return Files.writeString(folder.resolve("tokenizer.json"), file.toString());
    }

    @Test
    void countsAsTheTokenizerDoes() throws IOException {
        try (TokenCounter counter = TokenCounter.open(tokenizer())) {
            assertThat(counter.count("")).isZero();
            assertThat(counter.count("Heat")).isEqualTo(1);
            // The blank before a word is a byte of it that no merge takes up.
            assertThat(counter.count("Heat Heat!")).isEqualTo(4);
            assertThat(counter.count("heat é")).isEqualTo(7);
        }
    }

    @Test
    void aPlanCountsTheWholePrompt() throws IOException {
        Path template = Files.writeString(
                folder.resolve("short.txt"),
                """
                name: short
                version: 1
                answers: titles

                === system ===
                Heat é

                === user ===
                {clicks}
                {candidates}

                === click ===
                {title}

                === candidate ===
                {title}
                """);
        Catalogue catalogue = new Catalogue(IntStream.range(0, 2)
                .mapToObj(i -> new Item("i" + i, i == 0 ? "Heat" : "Casino", Map.of()))
                .toList());
        Map<String, String> options = Map.of(
                "base-url", "http://localhost:9/v1",
                "model", "none",
                "answers", folder.resolve("answers").toString(),
                "template", template.toString(),
                "candidate-order", "ranked");
        try (TokenCounter counter = TokenCounter.open(tokenizer());
                LanguageModelInferrer inferrer =
                        new LanguageModelInferrer(LanguageModelOptions.ofMap(options), Map.of(), Clock.SYSTEM)) {
            AskingPlan plan = inferrer.plan(
                    catalogue,
                    Optional.empty(),
                    List.of(new IntentRequest(new int[] {0}, new int[] {0, 1})),
                    Optional.of(counter),
                    Progress.NONE);
            // "Heat é": 1 + 3. "Heat\nHeat\nCasino": 1 + 1 + 1 + 1 + 6.
            assertThat(plan.promptTokens()).isEqualTo(14);
            assertThat(plan.counted()).isEqualTo(1);
        }
        assertThat(folder.resolve("answers")).doesNotExist();
    }
}
