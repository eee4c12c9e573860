package io.github.dmsrec.intent.prompt;

import io.github.dmsrec.core.session.Catalogue;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The paper's style in words of our own, its quirks kept (the specification, section 4.2): clicks as
 * {@code position.title_id} from 1, candidates as {@code position.title} without id from 0, the example's candidates from
 * 1, candidates in rank order, an answer by titles separated with semicolons. The id is the papers': index plus one.
 */
public final class PublishedPrompt implements PromptWriter {

    private final Catalogue catalogue;
    private final String system;

    /**
     * @param catalogue the titles
     * @param example shown in the instructions
     */
    public PublishedPrompt(Catalogue catalogue, Optional<WorkedExample> example) {
        this.catalogue = catalogue;
        String instructions = "You are an assistant that infers the intents of a user from the sequence of items that"
                + " the user clicked.\n"
                + "1. A user can have several intents. Separate them with \";\".\n"
                + "2. Every intent must be an item of the candidate set.\n"
                + "3. Give as many intents as suit the session, neither more nor fewer.";
        this.system = example.map(shown -> instructions + "\nExample:\n" + exampleText(shown))
                .orElse(instructions);
    }

    @Override
    public Prompt write(int[] session, int[] candidates) {
        return new Prompt(system, rowText(session, candidates, 0), candidates.clone());
    }

    private String exampleText(WorkedExample example) {
        String answer =
                Arrays.stream(example.newPicks()).mapToObj(catalogue::title).collect(Collectors.joining(";"));
        return rowText(example.session(), example.candidates(), 1) + "\nIntents:\n" + answer;
    }

    private String rowText(int[] session, int[] candidates, int firstCandidate) {
        StringBuilder text = new StringBuilder("The user clicked these items in this order:\n");
        for (int i = 0; i < session.length; i++) {
            text.append(i + 1)
                    .append('.')
                    .append(catalogue.title(session[i]))
                    .append('_')
                    .append(session[i] + 1)
                    .append('\n');
        }
        text.append("Candidate set:");
        for (int i = 0; i < candidates.length; i++) {
            text.append('\n').append(firstCandidate + i).append('.').append(catalogue.title(candidates[i]));
        }
        return text.toString();
    }
}
