package io.github.dmsrec.intent.asking;

import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.prompt.FacetTemplate;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.reply.AnswerException;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.FacetAnswer;
import io.github.dmsrec.intent.reply.Repairs;
import java.util.Optional;

/** The questions about items, one for each. */
final class ItemQuestions implements QuestionList {

    private static final int[] NONE = {};

    private final DescribeOptions options;
    private final String identity;
    private final Catalogue catalogue;
    private final AnswerFormat format;
    private final int[] items;
    private final FacetTemplate.Writer prompts;

    /**
     * @param identity of the provider
     * @param items in the order in which they are asked about
     */
    ItemQuestions(DescribeOptions options, String identity, Catalogue catalogue, AnswerFormat format, int[] items) {
        this.options = options;
        this.identity = identity;
        this.catalogue = catalogue;
        this.format = format;
        this.items = items;
        this.prompts = options.template().writer(catalogue, options.template().columns(catalogue, options.columns()));
    }

    @Override
    public int rows() {
        return items.length;
    }

    @Override
    public AnswerFormat format() {
        return format;
    }

    @Override
    public String template() {
        return options.template().label();
    }

    @Override
    public Optional<Question> of(int row) {
        if (catalogue.title(items[row]).isBlank()) {
            return Optional.empty();
        }
        Prompt prompt = prompts.write(items[row]);
        String key = QuestionKey.of(
                options.asking().endpoint(),
                identity,
                template(),
                format,
                options.template().schema(),
                prompt);
        return Optional.of(new Question(row, prompt, options.template().schema(), key));
    }

    @Override
    public Reading check(String answer, boolean cutOff, Question question) throws AnswerException {
        if (cutOff) {
            throw AnswerException.cutOff();
        }
        FacetAnswer read = read(answer, items[question.row()]);
        return new Reading(
                0,
                NONE,
                new Repairs(read.empty() + read.foreign() + read.tooLong(), read.duplicates(), read.beyondLimit(), 0));
    }

    /** Reads and validates an answer about an item. */
    FacetAnswer read(String answer, int item) throws AnswerException {
        return FacetAnswer.parse(
                answer, options.template().schema(), options.template().keepsTitleWords() ? "" : catalogue.title(item));
    }
}
