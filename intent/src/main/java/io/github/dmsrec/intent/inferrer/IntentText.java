package io.github.dmsrec.intent.inferrer;

/** What an intent says. */
public sealed interface IntentText {

    /**
     * The title of an item.
     *
     * @param item the catalogue index
     */
    record Title(int item) implements IntentText {}

    /**
     * A text that is not a title of a clicked item or candidate.
     *
     * @param text as the model wrote it
     */
    record Written(String text) implements IntentText {}
}
