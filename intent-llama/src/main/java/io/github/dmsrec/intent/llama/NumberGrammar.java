package io.github.dmsrec.intent.llama;

import io.github.dmsrec.intent.reply.NumberSchema;

/**
 * Grammars for llama.cpp (GBNF) that leave a model no room to wander: no blanks between tokens of JSON, one blank between
 * the words of a phrase, bounded phrases. The grammar that llama.cpp makes of a schema allows long runs of blanks, which
 * small models fall into.
 */
final class NumberGrammar {

    private static final int MAX_WORDS = 8;
    private static final int MAX_WORD_LENGTH = 24;

    /** Any JSON object, without blanks between its tokens. */
    static final String OBJECT =
            """
            root ::= object
            object ::= "{" (member ("," member)*)? "}"
            member ::= string ":" value
            array ::= "[" (value ("," value)*)? "]"
            value ::= object | array | string | number | "true" | "false" | "null"
            string ::= "\\"" ([^"\\\\\\x00-\\x20\\x7F] " "?){0,80} "\\""
            number ::= "-"? ("0" | [1-9] [0-9]{0,8})
            """;

    private NumberGrammar() {}

    /** What {@link NumberSchema#json} allows, in one order of its fields. */
    static String of(NumberSchema schema) {
        return "root ::= \"{\\\"intents\\\":[\" (phrase (\",\" phrase){0," + (NumberSchema.MAX_PHRASES - 1)
                + "})? \"],\\\"ids\\\":[\" number (\",\" number){0," + (schema.maxPicks() - 1) + "} \"]}\"\n"
                + "phrase ::= \"\\\"\" word (\" \" word){0," + (MAX_WORDS - 1) + "} \"\\\"\"\n"
                + "word ::= [^\"\\\\\\x00-\\x20\\x7F]{1," + MAX_WORD_LENGTH + "}\n"
                + "number ::= " + numbers(schema.candidates()) + "\n";
    }

    /** The numbers from 1 to a bound, without leading zeros. */
    static String numbers(int bound) {
        String digits = Integer.toString(bound);
        StringBuilder rule = new StringBuilder();
        for (int length = 1; length < digits.length(); length++) {
            rule.append("[1-9]").append(free(length - 1)).append(" | ");
        }
        // Equal to the bound up to some digit, smaller there, free after it.
        for (int at = 0; at < digits.length(); at++) {
            char least = at == 0 ? '1' : '0';
            char most = (char) (digits.charAt(at) - 1);
            if (most >= least) {
                rule.append(fixed(digits.substring(0, at)))
                        .append('[')
                        .append(least)
                        .append('-')
                        .append(most)
                        .append(']')
                        .append(free(digits.length() - at - 1))
                        .append(" | ");
            }
        }
        return rule.append('"').append(digits).append('"').toString();
    }

    private static String fixed(String digits) {
        return digits.isEmpty() ? "" : "\"" + digits + "\" ";
    }

    private static String free(int count) {
        return " [0-9]".repeat(count);
    }
}
