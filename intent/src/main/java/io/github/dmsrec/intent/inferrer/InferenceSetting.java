package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Examples;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.util.Optional;

/**
 * What all requests of a data set share.
 *
 * @param catalogue the items and their titles
 * @param titleVectors text {@code i} is the title of item {@code i}; more texts may follow; zero for an empty title
 * @param example for prompts, from the training rows
 * @param training all training rows of the data set, of which requests may be a part; empty if they are not at hand
 * @param encoder the identity of what encoded the titles; empty if it is not known
 */
public record InferenceSetting(
        Catalogue catalogue,
        IntentVectors titleVectors,
        Optional<WorkedExample> example,
        Optional<Examples> training,
        Optional<String> encoder) {

    /** Without training rows, by an encoder that is not known. */
    public InferenceSetting(Catalogue catalogue, IntentVectors titleVectors, Optional<WorkedExample> example) {
        this(catalogue, titleVectors, example, Optional.empty(), Optional.empty());
    }
}
