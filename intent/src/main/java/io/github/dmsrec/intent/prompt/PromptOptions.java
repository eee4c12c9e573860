package io.github.dmsrec.intent.prompt;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.option.OptionReader;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerStyle;
import io.github.dmsrec.intent.reply.TitleReading;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How sessions and candidates are shown, and how answers are read.
 *
 * @param template the words
 * @param titles how an answer by titles is read; without meaning where answers are numbers
 * @param maxPicks the most candidates of an answer, at least 1; of answers by titles only where the template tells it
 * @param maxTitleLength titles and columns are cut to that many characters, at least 1; empty if they are not cut
 * @param maxClicks only the most recent clicks are shown, at least 1; empty if all are
 * @param example whether the instructions show an example from the training rows
 * @param attributes the columns shown beside titles
 * @param order of the candidates
 * @param clicksLast whether the clicks follow the candidates, so that servers can keep what sessions with the same
 *     candidates begin with
 */
public record PromptOptions(
        PromptTemplate template,
        TitleReading titles,
        int maxPicks,
        Optional<Integer> maxTitleLength,
        Optional<Integer> maxClicks,
        boolean example,
        List<String> attributes,
        CandidateOrder order,
        boolean clicksLast) {

    private static final String AS_TEMPLATE = "template";
    private static final String NO_LIMIT = "none";
    private static final String NO_EXAMPLE = "none";
    private static final String FROM_TRAINING = "training";
    private static final String FIRST = "first";
    private static final String LAST = "last";

    /** The keys of all choices with their defaults; {@code template}: as the template says. */
    public static Map<String, String> defaults() {
        return OptionReader.ordered(
                "template", PromptTemplate.INDEXED,
                "template-sha256", "",
                "titles", AS_TEMPLATE,
                "max-picks", "5",
                "max-title-length", AS_TEMPLATE,
                "max-clicks", AS_TEMPLATE,
                "example", AS_TEMPLATE,
                "attributes", "",
                "candidate-order", AS_TEMPLATE,
                "clicks", FIRST);
    }

    /**
     * Reads the choices.
     *
     * @throws UserMistakeException for a value out of range, a template with mistakes, or what the template has no place
     *     for
     */
    public static PromptOptions read(OptionReader reader) {
        PromptTemplate template = PromptTemplate.of(reader.text("template"));
        requireUnchanged(template, reader.text("template-sha256"));
        PromptTemplate.Heading usual = template.heading();
        PromptOptions options = new PromptOptions(
                template,
                reader.optional("titles", AS_TEMPLATE, key -> titles(reader, key, template))
                        .orElse(usual.titles()),
                reader.integer("max-picks", 1),
                limit(reader, "max-title-length", usual.maxTitleLength()),
                limit(reader, "max-clicks", usual.maxClicks()),
                reader.optional("example", AS_TEMPLATE, key -> example(reader, key, template))
                        .orElse(template.has(TemplateSection.EXAMPLE)),
                attributes(reader.text("attributes")),
                reader.optional(
                                "candidate-order",
                                AS_TEMPLATE,
                                key -> reader.choice(key, "template, shuffled or ranked", CandidateOrder::ofLabel))
                        .orElse(usual.order()),
                reader.choice("clicks", FIRST + " or " + LAST, oneOf(FIRST, LAST)));
        options.requirePlaces();
        return options;
    }

    private static void requireUnchanged(PromptTemplate template, String recorded) {
        if (!recorded.isEmpty() && !template.fingerprint().equals(recorded)) {
            throw new UserMistakeException(
                    "The template '" + template.file().map(Object::toString).orElse(template.name())
                            + "' has other words than when its fingerprint was noted (template-sha256).",
                    "the file was changed since: put the words of that time back.");
        }
    }

    private static TitleReading titles(OptionReader reader, String key, PromptTemplate template) {
        TitleReading reading = reader.choice(key, "template, published or matched", TitleReading::ofLabel);
        if (template.answers() == AnswerStyle.NUMBERS) {
            throw new UserMistakeException(
                    "The option 'titles' is '" + reading.label() + "', but answers to the template '" + template.name()
                            + "' are numbers.",
                    "'template published' was meant, or 'titles' should be left out.");
        }
        return reading;
    }

    private static boolean example(OptionReader reader, String key, PromptTemplate template) {
        boolean example = reader.choice(key, "template, training or none", oneOf(NO_EXAMPLE, FROM_TRAINING));
        if (example && !template.has(TemplateSection.EXAMPLE)) {
            throw new UserMistakeException(
                    "The option 'example' is 'training', but the template '" + template.name()
                            + "' has no section 'example'.",
                    "the section should be added, or the option left out.");
        }
        return example;
    }

    private static Optional<Integer> limit(OptionReader reader, String key, Optional<Integer> usual) {
        return switch (reader.text(key)) {
            case AS_TEMPLATE -> usual;
            case NO_LIMIT -> Optional.empty();
            default -> Optional.of(reader.integer(key, 1));
        };
    }

    /** Whether a word is the second of two; empty if it is neither. */
    private static Function<String, Optional<Boolean>> oneOf(String first, String second) {
        return word ->
                word.equals(second) ? Optional.of(true) : word.equals(first) ? Optional.of(false) : Optional.empty();
    }

    private static List<String> attributes(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .distinct()
                        .toList();
    }

    private void requirePlaces() {
        if (!attributes.isEmpty() && !template.linesHave(Placeholder.ATTRIBUTES)) {
            throw new UserMistakeException(
                    "The option 'attributes' is '" + String.join(",", attributes) + "', but the lines of the template '"
                            + template.name() + "' have no {attributes}.",
                    "another template was meant, or the option should be left out.");
        }
        if (clicksLast && !template.has(TemplateSection.USER_CLICKS_LAST)) {
            throw new UserMistakeException(
                    "The option 'clicks' is 'last', but the template '" + template.name() + "' has no section '"
                            + TemplateSection.USER_CLICKS_LAST.heading() + "'.",
                    "the section should be added, or the option left out.");
        }
    }

    /** Writes the choices as {@link #read} reads them. */
    public void putInto(Map<String, String> map) {
        map.put("template", template.file().map(Object::toString).orElse(template.name()));
        map.put("template-sha256", template.file().isPresent() ? template.fingerprint() : "");
        map.put("titles", template.answers() == AnswerStyle.TITLES ? titles.label() : AS_TEMPLATE);
        map.put("max-picks", Integer.toString(maxPicks));
        map.put("max-title-length", maxTitleLength.map(String::valueOf).orElse(NO_LIMIT));
        map.put("max-clicks", maxClicks.map(String::valueOf).orElse(NO_LIMIT));
        map.put("example", example ? FROM_TRAINING : NO_EXAMPLE);
        map.put("attributes", String.join(",", attributes));
        map.put("candidate-order", order.label());
        map.put("clicks", clicksLast ? LAST : FIRST);
    }

    /**
     * Writes prompts.
     *
     * @param catalogue the items
     * @param random gives the order of the candidates
     * @param format how the answer is asked for
     * @param training the example, shown if the choices say so
     * @throws UserMistakeException if the catalogue has no column of a name that is to be shown
     */
    public PromptWriter writer(
            Catalogue catalogue, RandomStreams random, AnswerFormat format, Optional<WorkedExample> training) {
        requireColumns(catalogue);
        return new TemplateWriter(this, itemText(catalogue), random, format, training.filter(present -> example));
    }

    /**
     * The texts by which an answer may name an item: its title, the title as shown, and that with the columns beside it.
     *
     * @return empty if it has no title
     */
    public List<String> namesOf(Catalogue catalogue, int item) {
        if (catalogue.title(item).isBlank()) {
            return List.of();
        }
        ItemText shown = itemText(catalogue);
        String title = shown.title(item);
        return List.of(catalogue.title(item), title, title + shown.attributes(item));
    }

    private ItemText itemText(Catalogue catalogue) {
        PromptTemplate.Heading heading = template.heading();
        return new ItemText(catalogue, heading.verbatim(), maxTitleLength, heading.untitled(), attributes);
    }

    private void requireColumns(Catalogue catalogue) {
        Set<String> wanted = new LinkedHashSet<>(attributes);
        wanted.addAll(template.columns());
        if (wanted.isEmpty()) {
            return;
        }
        Set<String> known = catalogue.items().stream()
                .flatMap(item -> item.attributes().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        wanted.removeAll(known);
        if (!wanted.isEmpty()) {
            throw new UserMistakeException(
                    "The prompt is to show the columns " + wanted + ", which the catalogue has not.",
                    known.isEmpty()
                            ? "the data set should be imported with them; it has no text columns beside the titles."
                            : "there is a typing mistake; the columns are " + String.join(", ", known) + ".");
        }
    }
}
