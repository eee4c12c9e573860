package io.github.dmsrec.intent.reply;

import java.util.Locale;

/** By what the answers to a run's questions name candidates, as the user chooses it. */
public enum AnswerForm {
    /** As the template says; titles are free text then. */
    TEMPLATE,
    /** By titles where the endpoint can bind the model to the titles of a row's candidates, else by numbers. */
    AUTO,
    /** By the numbers of the list. */
    NUMBERS,
    /** By titles that the endpoint binds: the model can write nothing but titles of the row's candidates. */
    TITLES;

    /** The name in options. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
