package io.github.dmsrec.intent.llama;

import io.github.dmsrec.intent.reply.FacetSchema;
import java.util.stream.Collectors;

/** Grammars for llama.cpp (GBNF) of answers about one item: short values, lower case where the letters are Latin. */
final class FacetGrammar {

    private static final int MAX_WORD_LENGTH = 20;

    /** More than what is kept: a model that is stopped after a word glues the next one to it. */
    private static final int MAX_WORDS = FacetSchema.MAX_WORDS + 2;

    private FacetGrammar() {}

    /** What {@link FacetSchema#json} allows, in the order of the facets, without blanks between tokens of JSON. */
    static String of(FacetSchema schema) {
        String facets = schema.facets().stream()
                .map(facet ->
                        "\"\\\"" + facet.name() + "\\\":[\" value (\",\" value){0," + (facet.most() - 1) + "} \"]\"")
                .collect(Collectors.joining(" \",\" "));
        String word =
                switch (schema.script()) {
                    case LATIN -> "[a-z0-9] [a-z0-9'-]{0," + (MAX_WORD_LENGTH - 1) + "}";
                    case ANY -> "[^\"\\\\\\x00-\\x20\\x7F]{1," + MAX_WORD_LENGTH + "}";
                };
        return "root ::= \"{\" " + facets + " \"}\"\n"
                + "value ::= \"\\\"\" word (\" \" word){0," + (MAX_WORDS - 1) + "} \"\\\"\"\n"
                + "word ::= " + word + "\n";
    }
}
