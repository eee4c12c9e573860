package io.github.dmsrec.core.option;

/**
 * What is wrong with one option.
 *
 * @param key as given
 * @param problem what is wrong and what is allowed, as a part of a sentence that begins with the key
 */
public record OptionMistake(String key, String problem) {

    @Override
    public String toString() {
        return "option '" + key + "' " + problem;
    }
}
