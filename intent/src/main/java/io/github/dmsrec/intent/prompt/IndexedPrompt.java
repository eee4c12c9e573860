package io.github.dmsrec.intent.prompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answer.AnswerFormat;
import io.github.dmsrec.intent.answer.NumberSchema;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The default style: titles without ids, candidates numbered from 1, the answer by candidate numbers. Candidates come in
 * an order shuffled with a seed derived from the session, because models prefer what comes first. Candidates without a
 * title are not shown.
 */
public final class IndexedPrompt implements PromptWriter {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Catalogue catalogue;
    private final RandomStreams random;
    private final int maxTitleLength;
    private final int maxClicks;
    private final String system;

    /**
     * @param catalogue the titles
     * @param random gives the order of the candidates
     * @param format how the answer is asked for
     * @param maxPicks the most numbers that an answer may have
     * @param maxTitleLength titles are cut to that many characters
     * @param maxClicks only the most recent clicks are shown
     * @param example shown in the instructions
     */
    public IndexedPrompt(
            Catalogue catalogue,
            RandomStreams random,
            AnswerFormat format,
            int maxPicks,
            int maxTitleLength,
            int maxClicks,
            Optional<WorkedExample> example) {
        this.catalogue = catalogue;
        this.random = random;
        this.maxTitleLength = maxTitleLength;
        this.maxClicks = maxClicks;
        String instructions = instructions(format, maxPicks);
        this.system = example.map(shown -> instructions + "\n\n" + exampleText(shown, format))
                .orElse(instructions);
    }

    @Override
    public Prompt write(int[] session, int[] candidates) {
        int[] shown = order(session, candidates);
        return new Prompt(system, rowText(session, shown), shown);
    }

    private int[] order(int[] session, int[] candidates) {
        int[] titled = new int[candidates.length];
        int count = 0;
        for (int item : candidates) {
            if (!catalogue.title(item).isBlank()) {
                titled[count++] = item;
            }
        }
        long[] clicks = Arrays.stream(session).asLongStream().toArray();
        int[] order = random.permutation(count, "candidate order", clicks);
        return Arrays.stream(order).map(rank -> titled[rank]).toArray();
    }

    private static String instructions(AnswerFormat format, int maxPicks) {
        String answer = format == AnswerFormat.TEXT
                ? "Answer with one line: the numbers of the candidates, best first, separated by commas. Nothing else."
                : "Answer with one JSON object and nothing else: {\"intents\": [at most " + NumberSchema.MAX_PHRASES
                        + " short phrases that name the intents], \"ids\": [the numbers of the candidates, best first]}.";
        return "You infer what visitors want from what they clicked.\n"
                + "You are shown the clicks of one visit, oldest first, and a numbered list of candidates in no"
                + " particular order.\n"
                + "Find out which intents explain the clicks. There may be several, and recent clicks say more.\n"
                + "Then choose from 1 to " + maxPicks + " candidates that serve these intents. Candidates that were"
                + " clicked already count if the visitor still seems to want them; choose new ones too.\n"
                + "Use only numbers of the list. Name none twice.\n" + answer;
    }

    private String exampleText(WorkedExample example, AnswerFormat format) {
        int[] shown = order(example.session(), example.candidates());
        int[] numbers = IntStream.concat(Arrays.stream(example.clickedPicks()), Arrays.stream(example.newPicks()))
                .map(item -> 1
                        + IntStream.range(0, shown.length)
                                .filter(i -> shown[i] == item)
                                .findFirst()
                                .orElseThrow())
                .toArray();
        int lastClick = example.session()[example.session().length - 1];
        String answer;
        if (format == AnswerFormat.TEXT) {
            answer = String.join(
                    ", ", Arrays.stream(numbers).mapToObj(Integer::toString).toList());
        } else {
            ObjectNode object = new ObjectMapper().createObjectNode();
            object.putArray("intents").add("more like " + line(lastClick));
            var ids = object.putArray("ids");
            Arrays.stream(numbers).forEach(ids::add);
            answer = object.toString();
        }
        return "An example.\n" + rowText(example.session(), shown) + "\nAnswer:\n" + answer;
    }

    private String rowText(int[] session, int[] shown) {
        StringBuilder text = new StringBuilder("Clicks, oldest first:\n");
        for (int i = Math.max(0, session.length - maxClicks); i < session.length; i++) {
            text.append("- ").append(line(session[i])).append('\n');
        }
        text.append("Candidates:");
        for (int i = 0; i < shown.length; i++) {
            text.append('\n').append(i + 1).append(". ").append(line(shown[i]));
        }
        return text.toString();
    }

    private String line(int item) {
        String title = catalogue.title(item).strip();
        if (hasUnusualBlanks(title)) {
            title = BLANKS.matcher(title).replaceAll(" ");
        }
        if (title.isEmpty()) {
            return "(an item without title)";
        }
        if (title.codePointCount(0, title.length()) <= maxTitleLength) {
            return title;
        }
        return title.substring(0, title.offsetByCodePoints(0, maxTitleLength)).stripTrailing() + "…";
    }

    /** Whether a title has a blank other than single spaces; most have none, and millions of lines are written. */
    private static boolean hasUnusualBlanks(String title) {
        for (int i = 0; i < title.length(); i++) {
            char c = title.charAt(i);
            if (c < ' ' || (c == ' ' && title.charAt(i - 1) == ' ')) {
                return true;
            }
        }
        return false;
    }
}
