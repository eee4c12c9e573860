package io.github.dmsrec.intent.prompt;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.option.Labels;
import io.github.dmsrec.core.option.Option;
import io.github.dmsrec.core.option.OptionType;
import io.github.dmsrec.core.option.OptionValues;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.reply.AnswerForm;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;
import io.github.dmsrec.intent.reply.AnswerStyle;
import io.github.dmsrec.intent.reply.NumberSchema;
import io.github.dmsrec.intent.reply.TitleReading;
import io.github.dmsrec.intent.reply.TitleSchema;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How sessions and candidates are shown, and how answers are read.
 *
 * @param template the words
 * @param form by what answers name candidates
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
        AnswerForm form,
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

    /** Whether the instructions show an example. */
    private enum ExampleSource {
        NONE,
        TRAINING
    }

    /** Where the clicks stand. */
    private enum ClicksPlace {
        FIRST,
        LAST
    }

    /** A limit that may be the template's, or none. */
    private record Limit(boolean asTemplate, Optional<Integer> most) {

        private static final OptionType<Limit> TYPE =
                OptionType.of("an integer of at least 1, none or " + AS_TEMPLATE, Limit::parse, Limit::text);

        private static @Nullable Limit parse(String text) {
            if (text.equals(AS_TEMPLATE)) {
                return new Limit(true, Optional.empty());
            }
            Optional<Integer> most = LENGTHS.parse(text);
            return most == null ? null : new Limit(false, most);
        }

        private String text() {
            return asTemplate ? AS_TEMPLATE : LENGTHS.format(most);
        }

        private Optional<Integer> or(Optional<Integer> usual) {
            return asTemplate ? usual : most;
        }
    }

    private static final OptionType<Optional<Integer>> LENGTHS =
            OptionType.optional(NO_LIMIT, OptionType.integer(1, Integer.MAX_VALUE));

    private static final Option<String> TEMPLATE = Option.text(
            "template",
            "words of the prompt: indexed (candidates by number), titles (by title), published (the paper's) or a file",
            PromptTemplate.INDEXED);
    private static final Option<AnswerForm> FORM = Option.label(
            "answer-form",
            "by what answers name candidates: titles that the server binds, numbers, auto (titles where the server binds"
                    + " them) or as the template says",
            AnswerForm.class,
            AnswerForm.TEMPLATE);
    private static final Option<String> TEMPLATE_SHA256 =
            Option.text("template-sha256", "what the fingerprint of a template's file must be", "");
    private static final Option<Optional<TitleReading>> TITLES = Option.optional(
            "titles",
            "how an answer by titles is read; " + AS_TEMPLATE + ": as the template says, likewise below",
            AS_TEMPLATE,
            OptionType.oneOf(List.of(TitleReading.values()), TitleReading::label));
    private static final Option<Integer> MAX_PICKS =
            Option.integer("max-picks", "most candidates of an answer", 5, 1, Integer.MAX_VALUE);
    private static final Option<Limit> MAX_TITLE_LENGTH = Option.of(
                    "max-title-length",
                    "titles and columns are cut to that length",
                    Limit.TYPE,
                    new Limit(true, Optional.empty()))
            .unit("characters");
    private static final Option<Limit> MAX_CLICKS = Option.of(
            "max-clicks", "only the most recent clicks are shown", Limit.TYPE, new Limit(true, Optional.empty()));
    private static final Option<Optional<ExampleSource>> EXAMPLE = Option.optional(
            "example",
            "whether the instructions show an example from the training rows",
            AS_TEMPLATE,
            OptionType.label(ExampleSource.class));
    private static final Option<String> ATTRIBUTES =
            Option.text("attributes", "columns shown beside titles, by commas, e.g. genres,year", "");
    private static final Option<Optional<CandidateOrder>> CANDIDATE_ORDER = Option.optional(
            "candidate-order", "order of the candidates", AS_TEMPLATE, OptionType.label(CandidateOrder.class));
    private static final Option<ClicksPlace> CLICKS = Option.label(
            "clicks",
            "whether the clicks stand before or after the candidates; last lets servers keep what sessions with the"
                    + " same candidates begin with",
            ClicksPlace.class,
            ClicksPlace.FIRST);

    /** All options, in the order of help texts. */
    public static final List<Option<?>> OPTIONS = List.of(
            TEMPLATE,
            FORM,
            TEMPLATE_SHA256,
            TITLES,
            MAX_PICKS,
            MAX_TITLE_LENGTH,
            MAX_CLICKS,
            EXAMPLE,
            ATTRIBUTES,
            CANDIDATE_ORDER,
            CLICKS);

    /** The key of the template. */
    public static final String TEMPLATE_KEY = TEMPLATE.key();

    /** The key of the fingerprint of a template's file. */
    public static final String FINGERPRINT_KEY = TEMPLATE_SHA256.key();

    /**
     * Reads the options from the values of a set that has all of {@link #OPTIONS}.
     *
     * @throws UserMistakeException for a template with mistakes, or what the template has no place for
     */
    public static PromptOptions read(OptionValues values) {
        AnswerForm form = values.get(FORM);
        PromptTemplate template = ofForm(PromptTemplate.of(values.get(TEMPLATE)), form);
        requireUnchanged(template, values.get(TEMPLATE_SHA256));
        PromptTemplate.Heading usual = template.heading();
        PromptOptions options = new PromptOptions(
                template,
                form,
                values.get(TITLES)
                        .map(reading -> requireTitles(reading, template))
                        .orElse(usual.titles()),
                values.get(MAX_PICKS),
                values.get(MAX_TITLE_LENGTH).or(usual.maxTitleLength()),
                values.get(MAX_CLICKS).or(usual.maxClicks()),
                values.get(EXAMPLE)
                        .map(source -> requireSection(source, template))
                        .orElse(template.has(TemplateSection.EXAMPLE)),
                attributes(values.get(ATTRIBUTES)),
                values.get(CANDIDATE_ORDER).orElse(usual.order()),
                values.get(CLICKS) == ClicksPlace.LAST);
        options.requirePlaces();
        options.requireMatched();
        return options;
    }

    /** The default has words of its own for answers by titles. */
    private static PromptTemplate ofForm(PromptTemplate template, AnswerForm form) {
        boolean indexed = template.file().isEmpty() && template.name().equals(PromptTemplate.INDEXED);
        if (form == AnswerForm.TITLES && indexed) {
            return PromptTemplate.builtIn(PromptTemplate.TITLES);
        }
        boolean fits =
                switch (form) {
                    case TITLES -> template.answers() == AnswerStyle.TITLES;
                    case NUMBERS -> template.answers() == AnswerStyle.NUMBERS;
                    case AUTO -> indexed;
                    case TEMPLATE -> true;
                };
        if (!fits) {
            throw new UserMistakeException("The option 'answer-form' is '" + form.label() + "', but the template '"
                    + template.name() + "' asks for " + template.answers().label()
                    + " alone. Use 'template=indexed', which has words for both, or omit 'answer-form'.");
        }
        return template;
    }

    private void requireMatched() {
        if (form == AnswerForm.TITLES && titles != TitleReading.MATCHED) {
            throw new UserMistakeException("The option 'answer-form' is 'titles', but titles are read as '"
                    + titles.label()
                    + "', which takes any text. Use 'titles=matched', or omit 'answer-form'.");
        }
    }

    /** The same with another form of answers. */
    public PromptOptions withForm(AnswerForm other) {
        boolean ofTitles = template.file().isEmpty() && template.name().equals(PromptTemplate.TITLES);
        // The two built-in templates are one in two forms.
        PromptTemplate words =
                ofTitles && other != AnswerForm.TEMPLATE ? PromptTemplate.builtIn(PromptTemplate.INDEXED) : template;
        return new PromptOptions(
                ofForm(words, other),
                other,
                titles,
                maxPicks,
                maxTitleLength,
                maxClicks,
                example,
                attributes,
                order,
                clicksLast);
    }

    /** Whether the words can ask for either form. */
    public boolean hasBothForms() {
        return template.file().isEmpty()
                && (template.name().equals(PromptTemplate.INDEXED)
                        || template.name().equals(PromptTemplate.TITLES));
    }

    /** Whether answers are titles that the endpoint binds. */
    public boolean bindsTitles() {
        return form == AnswerForm.TITLES;
    }

    /** Whether candidates are recognised in an answer, so that picks can be compared with anything; not so as the paper reads titles. */
    public boolean recognisesPicks() {
        return template.answers() == AnswerStyle.NUMBERS || bindsTitles() || titles == TitleReading.MATCHED;
    }

    private static void requireUnchanged(PromptTemplate template, String recorded) {
        if (!recorded.isEmpty() && !template.fingerprint().equals(recorded)) {
            throw new UserMistakeException(
                    "The template '" + template.file().map(Object::toString).orElse(template.name())
                            + "' has other words than when its fingerprint was noted (template-sha256).",
                    "Restore the earlier text of the file: it was changed since.");
        }
    }

    private static TitleReading requireTitles(TitleReading reading, PromptTemplate template) {
        if (template.answers() == AnswerStyle.NUMBERS) {
            throw new UserMistakeException("The option '" + TITLES.key() + "' is '" + reading.label()
                    + "', but answers to the template '" + template.name()
                    + "' are numbers. Choose 'template=published', or omit '" + TITLES.key() + "'.");
        }
        return reading;
    }

    private static boolean requireSection(ExampleSource source, PromptTemplate template) {
        if (source == ExampleSource.TRAINING && !template.has(TemplateSection.EXAMPLE)) {
            throw new UserMistakeException("The option '" + EXAMPLE.key() + "' is '" + Labels.of(source)
                    + "', but the template '" + template.name()
                    + "' has no section 'example'. Add the section, or omit the option.");
        }
        return source == ExampleSource.TRAINING;
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
                    "Use another template, or omit the option.");
        }
        if (clicksLast && !template.has(TemplateSection.USER_CLICKS_LAST)) {
            throw new UserMistakeException(
                    "The option 'clicks' is 'last', but the template '" + template.name() + "' has no section '"
                            + TemplateSection.USER_CLICKS_LAST.heading() + "'.",
                    "Add the section, or omit the option.");
        }
    }

    /** Writes the choices as {@link #read} reads them. */
    public void putInto(Map<String, String> map) {
        map.put("template", template.file().map(Object::toString).orElse(template.name()));
        map.put("answer-form", form.label());
        map.put("template-sha256", template.file().isPresent() ? template.fingerprint() : "");
        map.put("titles", template.answers() == AnswerStyle.TITLES ? titles.label() : AS_TEMPLATE);
        map.put("max-picks", Integer.toString(maxPicks));
        map.put("max-title-length", maxTitleLength.map(String::valueOf).orElse(NO_LIMIT));
        map.put("max-clicks", maxClicks.map(String::valueOf).orElse(NO_LIMIT));
        map.put("example", Labels.of(example ? ExampleSource.TRAINING : ExampleSource.NONE));
        map.put("attributes", String.join(",", attributes));
        map.put("candidate-order", order.label());
        map.put("clicks", Labels.of(clicksLast ? ClicksPlace.LAST : ClicksPlace.FIRST));
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

    /**
     * The form of answers to a prompt.
     *
     * @param shown the candidates in the order shown
     * @param format how the form is asked for
     * @return empty if none of them can be named
     */
    public Optional<AnswerSchema> schema(Catalogue catalogue, int[] shown, AnswerFormat format) {
        int most = Math.min(maxPicks, shown.length);
        if (template.answers() == AnswerStyle.NUMBERS || !format.needsSchema()) {
            return Optional.of(new NumberSchema(shown.length, most));
        }
        ItemText items = itemText(catalogue);
        List<String> bound = Arrays.stream(shown)
                .mapToObj(item -> catalogue.title(item).isBlank() ? "" : TitleSchema.bound(items.title(item)))
                .toList();
        return bound.stream().allMatch(String::isEmpty) ? Optional.empty() : Optional.of(new TitleSchema(bound, most));
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
                            ? "Import the data set with them; it has no text columns beside the titles."
                            : "Check the spelling; the columns are " + String.join(", ", known) + ".");
        }
    }
}
