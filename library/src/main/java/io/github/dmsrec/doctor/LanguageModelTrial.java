package io.github.dmsrec.doctor;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.asking.LanguageModelOptions;
import io.github.dmsrec.intent.llm.ChatEndpoint;
import io.github.dmsrec.intent.llm.ChatProvider;
import io.github.dmsrec.intent.llm.ChatProviders;
import io.github.dmsrec.intent.llm.ChatReply;
import io.github.dmsrec.intent.llm.EndpointException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.TitleSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Loads a GGUF model, asks it, and finds out how fast it reads and writes, and with how many slots. */
final class LanguageModelTrial {

    private static final String PROVIDER = "llama-cpp";
    private static final String NAME = "language model";
    private static final int CONTEXT = 4096;
    private static final int LONGEST_ANSWER = 48;

    /** Of a slot, and of an answer, where slots are tried. */
    private static final int SLOT_CONTEXT = 512;

    private static final int SHORT_ANSWER = 24;

    /** Titles in the prompt that the reading speed is measured with: some 500 tokens. */
    private static final int TITLES = 60;

    private static final String SYSTEM = "You are brief.";

    /** Tokens of instructions and example, of a title beyond its letters, and of an answer. */
    private static final int INSTRUCTIONS = 330;

    private static final int LINE = 5;
    private static final int ANSWER = 45;
    private static final int LETTERS_PER_TOKEN = 4;
    private static final int CANDIDATES = 50;
    private static final int ITEM_PROMPT = 70;
    private static final int ITEM_ANSWER = 40;

    private LanguageModelTrial() {}

    /**
     * Tries a model.
     *
     * @param file of the model
     * @param threads of the model
     * @param dataset whose duration is to be foreseen; null for none
     */
    static List<Check> of(Path file, int threads, @Nullable SessionDataset dataset) {
        Optional<ChatProvider> provider = ChatProviders.find(PROVIDER);
        if (provider.isEmpty()) {
            return List.of(Check.fail(
                    NAME,
                    "the inferrer '" + PROVIDER + "' is not on the class path",
                    "add the dependency io.github.dmsrec:dmsrec-intent-llama."));
        }
        List<Check> checks = new ArrayList<>();
        try {
            long begin = System.nanoTime();
            try (ChatEndpoint model = open(provider.get(), file, threads, 1, CONTEXT, LONGEST_ANSWER)) {
                checks.addAll(measured(model, file, seconds(begin), dataset));
            }
            checks.add(SlotTrial.of(slots -> open(provider.get(), file, threads, slots, SLOT_CONTEXT, SHORT_ANSWER)));
        } catch (UserMistakeException e) {
            List<String> lines = String.valueOf(e.getMessage()).lines().toList();
            checks.add(Check.fail(NAME, lines.get(0), lines.size() > 1 ? lines.get(1) : "see above."));
        } catch (EndpointException e) {
            checks.add(Check.fail(NAME, String.valueOf(e.getMessage()), "use another model."));
        } catch (LinkageError e) {
            checks.add(Check.fail(NAME, "llama.cpp does not load: " + e.getMessage(), "on Linux install libgomp1."));
        }
        return checks;
    }

    private static ChatEndpoint open(
            ChatProvider provider, Path file, int threads, int slots, int context, int longestAnswer) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("model", file.toString());
        given.put("num-ctx", Integer.toString(context));
        given.put("slots", Integer.toString(slots));
        given.put("threads", Integer.toString(threads));
        given.put("max-tokens", Integer.toString(longestAnswer));
        given.put("timeout-seconds", "600");
        given.put("answers", "unused");
        return provider.open(LanguageModelOptions.ofMap(provider, given).endpoint(), Map.of());
    }

    private static List<Check> measured(
            ChatEndpoint model, Path file, double loading, @Nullable SessionDataset dataset) {
        List<Check> checks = new ArrayList<>();
        String titles = IntStream.range(0, TITLES)
                .mapToObj(i -> "- The film number " + i + " of that year (" + (1940 + i) + ")")
                .collect(Collectors.joining("\n"));
        // One short title is all that it may write, so that reading takes the time.
        long begin = System.nanoTime();
        ChatReply read = model.ask(
                SYSTEM, titles + "\nName one.", AnswerFormat.GRAMMAR, Optional.of(new TitleSchema(List.of("one"), 1)));
        double reading = seconds(begin);
        begin = System.nanoTime();
        ChatReply again = model.ask(
                SYSTEM, titles + "\nName two.", AnswerFormat.GRAMMAR, Optional.of(new TitleSchema(List.of("two"), 1)));
        double readingAgain = seconds(begin);
        begin = System.nanoTime();
        ChatReply said = model.ask(
                SYSTEM, titles + "\nDescribe one of them in three sentences.", AnswerFormat.TEXT, Optional.empty());
        double writing = Math.max(1e-3, seconds(begin) - readingAgain);
        double in = read.promptTokens() / reading;
        double out = said.completionTokens() / writing;
        checks.add(Check.ok(
                NAME,
                String.format(
                        Locale.ROOT,
                        "%s loads in %.1f s and answers: %s",
                        file.getFileName(),
                        loading,
                        said.text().strip().lines().findFirst().orElse("(nothing)"))));
        checks.add(Check.ok(
                "tokens a second",
                String.format(
                        Locale.ROOT,
                        "reads %.0f, writes %.0f; a prompt of %d tokens in %.2f s, in %.2f s after one with the same"
                                + " beginning",
                        in,
                        out,
                        again.promptTokens(),
                        reading,
                        readingAgain)));
        if (dataset != null) {
            checks.add(Check.ok("duration", duration(dataset, in, out)));
        }
        return checks;
    }

    private static String duration(SessionDataset dataset, double in, double out) {
        double title = dataset.catalogue().items().stream()
                        .mapToInt(item -> Math.min(120, item.title().length()))
                        .average()
                        .orElse(0)
                / LETTERS_PER_TOKEN;
        long rows = 0;
        long clicks = 0;
        for (Split split : Split.values()) {
            for (int row = 0; row < dataset.examples(split).size(); row++) {
                clicks += Math.min(50, dataset.examples(split).length(row));
            }
            rows += dataset.examples(split).size();
        }
        double prompts = rows * INSTRUCTIONS + (rows * (double) CANDIDATES + clicks) * (title + LINE);
        // Instructions and example are read once.
        double sessions = (prompts - rows * (double) INSTRUCTIONS) / in + rows * ANSWER / out;
        int items = dataset.catalogue().size();
        double itemsTime = items * (ITEM_PROMPT / 2.0 + title) / in + items * ITEM_ANSWER / out;
        return String.format(
                Locale.ROOT,
                "'%s': %,d rows with %d candidates take about %.1f h (infer), %,d items about %.1f h (describe)",
                dataset.name(),
                rows,
                CANDIDATES,
                sessions / 3600,
                items,
                itemsTime / 3600);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
