package io.github.dmsrec.intent.inferrer;

import io.github.dmsrec.core.intent.IntentVectors;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.prompt.WorkedExample;
import java.util.Optional;

/**
 * What all requests of a data set share.
 *
 * @param catalogue the items and their titles
 * @param titleVectors text {@code i} is the title of item {@code i}; more texts may follow; zero for an empty title
 * @param example for prompts, from the training rows
 */
public record InferenceSetting(Catalogue catalogue, IntentVectors titleVectors, Optional<WorkedExample> example) {}
