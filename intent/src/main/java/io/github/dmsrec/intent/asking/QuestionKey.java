package io.github.dmsrec.intent.asking;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.intent.llm.EndpointSettings;
import io.github.dmsrec.intent.prompt.Prompt;
import io.github.dmsrec.intent.reply.AnswerFormat;
import io.github.dmsrec.intent.reply.AnswerSchema;

/** The key of a question in a store of answers. */
public final class QuestionKey {

    private QuestionKey() {}

    /**
     * SHA-256 over all that the answer depends on: the model, the words, the form asked for, the sampling, the template.
     *
     * @param identity of the endpoint
     * @param template its label
     */
    public static String of(
            EndpointSettings endpoint,
            String identity,
            String template,
            AnswerFormat format,
            AnswerSchema schema,
            Prompt prompt) {
        ArrayNode parts = JsonNodeFactory.instance
                .arrayNode()
                .add(endpoint.model())
                .add(prompt.system())
                .add(prompt.user())
                .add(format.label())
                .add(format.needsSchema() ? schema.json() : "")
                .add(endpoint.temperature().map(String::valueOf).orElse(""))
                .add(endpoint.seed())
                .add(endpoint.maxTokens())
                .add(template);
        if (!identity.isEmpty()) {
            parts.add(identity);
        }
        return Fingerprint.ofText(parts.toString());
    }
}
