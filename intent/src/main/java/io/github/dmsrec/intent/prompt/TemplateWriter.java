package io.github.dmsrec.intent.prompt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerStyle;
import io.github.dmsrec.intent.reply.NumberSchema;
import io.github.dmsrec.intent.reply.TitleSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Fills a template. Candidates without a title are not shown, except by a template that shows titles verbatim. */
final class TemplateWriter implements PromptWriter {

    private final PromptOptions options;
    private final PromptTemplate template;
    private final ItemText items;
    private final RandomStreams random;
    private final AnswerFormat format;
    private final String system;

    TemplateWriter(
            PromptOptions options,
            ItemText items,
            RandomStreams random,
            AnswerFormat format,
            Optional<WorkedExample> example) {
        this.options = options;
        this.template = options.template();
        this.items = items;
        this.random = random;
        this.format = format;
        this.system = template.system(example.isPresent()).filled((place, text) -> {
            if (place.placeholder() == Placeholder.EXAMPLE) {
                text.append(exampleText(example.orElseThrow()));
            } else {
                instruct(place, text);
            }
        });
    }

    @Override
    public Prompt write(int[] session, int[] candidates) {
        int[] shown = order(session, candidates);
        return new Prompt(system, userText(session, shown, template.heading().firstCandidate()), shown);
    }

    private int[] order(int[] session, int[] candidates) {
        int[] listed = template.heading().verbatim()
                ? candidates.clone()
                : Arrays.stream(candidates)
                        .filter(item -> !items.catalogue().title(item).isBlank())
                        .toArray();
        if (options.order() == CandidateOrder.RANKED) {
            return listed;
        }
        long[] clicks = Arrays.stream(session).asLongStream().toArray();
        int[] order = random.permutation(listed.length, "candidate order", clicks);
        return Arrays.stream(order).map(rank -> listed[rank]).toArray();
    }

    private String userText(int[] session, int[] shown, int firstCandidate) {
        int hidden = options.maxClicks()
                .map(most -> Math.max(0, session.length - most))
                .orElse(0);
        TemplateSection section = options.clicksLast() ? TemplateSection.USER_CLICKS_LAST : TemplateSection.USER;
        return template.words(section).filled((place, text) -> {
            switch (place.placeholder()) {
                case CLICKS ->
                    lines(
                            text,
                            TemplateSection.CLICK,
                            Arrays.copyOfRange(session, hidden, session.length),
                            template.heading().firstClick());
                case CANDIDATES -> lines(text, TemplateSection.CANDIDATE, shown, firstCandidate);
                default -> instruct(place, text);
            }
        });
    }

    private void lines(StringBuilder text, TemplateSection section, int[] shown, int first) {
        FilledTemplate line = template.words(section);
        for (int i = 0; i < shown.length; i++) {
            if (i > 0) {
                text.append('\n');
            }
            int item = shown[i];
            int position = first + i;
            line.write(text, (place, rest) -> describe(place, item, position, rest));
        }
    }

    private void describe(FilledTemplate.Open place, int item, int position, StringBuilder text) {
        switch (place.placeholder()) {
            case POSITION -> text.append(position);
            case TITLE -> text.append(items.title(item));
            case ATTRIBUTES -> text.append(items.attributes(item));
            case ATTRIBUTE -> text.append(items.attribute(item, place.column()));
            case ID -> text.append(items.id(item));
            case ITEM_NUMBER -> text.append(item + 1);
            default -> throw misplaced(place);
        }
    }

    private void instruct(FilledTemplate.Open place, StringBuilder text) {
        switch (place.placeholder()) {
            case MAX_PICKS -> text.append(options.maxPicks());
            case MAX_PHRASES -> text.append(NumberSchema.MAX_PHRASES);
            case ANSWER_FORM ->
                template.words(format.isJson() ? TemplateSection.ANSWER_JSON : TemplateSection.ANSWER_TEXT)
                        .write(text, this::instruct);
            default -> throw misplaced(place);
        }
    }

    private static IllegalStateException misplaced(FilledTemplate.Open place) {
        return new IllegalStateException("a template has " + place.placeholder().shown() + " where it has no meaning");
    }

    private String exampleText(WorkedExample example) {
        int[] shown = order(example.session(), example.candidates());
        return template.words(TemplateSection.EXAMPLE).filled((place, text) -> {
            switch (place.placeholder()) {
                case USER ->
                    text.append(userText(
                            example.session(), shown, template.heading().firstExampleCandidate()));
                case ANSWER -> text.append(answer(example, shown));
                default -> throw misplaced(place);
            }
        });
    }

    private String boundTitles(WorkedExample example) {
        List<String> titles = IntStream.concat(Arrays.stream(example.clickedPicks()), Arrays.stream(example.newPicks()))
                .mapToObj(item -> TitleSchema.bound(items.title(item)))
                .toList();
        if (!format.isJson()) {
            return String.join("\n", titles);
        }
        ObjectNode object = new ObjectMapper().createObjectNode();
        titles.forEach(object.putArray(TitleSchema.KEY)::add);
        return object.toString();
    }

    private String answer(WorkedExample example, int[] shown) {
        if (template.answers() == AnswerStyle.TITLES && format.needsSchema()) {
            return boundTitles(example);
        }
        if (template.answers() == AnswerStyle.TITLES) {
            return Arrays.stream(example.newPicks()).mapToObj(items::title).collect(Collectors.joining(";"));
        }
        int[] numbers = IntStream.concat(Arrays.stream(example.clickedPicks()), Arrays.stream(example.newPicks()))
                .map(item -> 1
                        + IntStream.range(0, shown.length)
                                .filter(i -> shown[i] == item)
                                .findFirst()
                                .orElseThrow())
                .toArray();
        if (format == AnswerFormat.TEXT) {
            return Arrays.stream(numbers).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        }
        int lastClick = example.session()[example.session().length - 1];
        ObjectNode object = new ObjectMapper().createObjectNode();
        object.putArray("intents")
                .add(template.words(TemplateSection.EXAMPLE_INTENT)
                        .filled((place, text) -> describe(place, lastClick, 0, text)));
        var ids = object.putArray("ids");
        Arrays.stream(numbers).forEach(ids::add);
        return object.toString();
    }
}
