package io.github.dmsrec.experiment.study;

import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.config.ConfigErrors;
import io.github.dmsrec.core.config.Section;
import io.github.dmsrec.core.recommend.SessionItems;
import io.github.dmsrec.core.session.Targets;
import io.github.dmsrec.experiment.config.OptionSections;
import io.github.dmsrec.experiment.study.Study.IntentsPlan;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.inferrer.EmbeddingSimilarity;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.MethodOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sections {@code candidates} and {@code intents}, which the files of runs and studies have alike. */
final class IntentSections {

    private static final List<String> SESSION_ITEMS = List.of("keep", "exclude");

    private IntentSections() {}

    /**
     * How candidates are made.
     *
     * @param from the name of the method whose base model makes them; empty for none
     * @param k how many for each row
     * @param folds of cross-fitted candidates; 0 for in-sample ones
     */
    record Candidates(String from, int k, SessionItems sessionItems, int folds) {}

    /**
     * What infers the intents.
     *
     * @param name its name
     * @param options as given
     */
    record Inferrer(String name, Map<String, String> options) {}

    /**
     * Both together.
     *
     * @param generators the options of the base model that makes the candidates, by data set
     * @param student the options of the student that learns from the intents; empty for the defaults
     */
    static IntentsPlan plan(
            Map<String, MethodOptions> generators,
            Candidates candidates,
            Inferrer inferrer,
            EncoderOptions encoder,
            Map<String, String> student) {
        return new IntentsPlan(
                generators,
                candidates.k(),
                candidates.sessionItems(),
                candidates.folds(),
                inferrer.name(),
                inferrer.options(),
                encoder,
                student);
    }

    /**
     * Reads {@code candidates}.
     *
     * @param root the file
     * @param first the name of the method that makes them unless another is given; empty where none can
     * @param names of the methods that may
     * @param usualFolds unless given
     * @param leastFolds 0 where candidates may be in-sample, else 2
     */
    static Candidates candidates(Section root, String first, List<String> names, int usualFolds, int leastFolds) {
        Optional<Section> found = root.section("candidates");
        if (found.isEmpty()) {
            return new Candidates(first, 50, SessionItems.KEEP, usualFolds);
        }
        Section section = found.get();
        Candidates candidates = new Candidates(
                first.isEmpty() ? section.text("from", "") : section.oneOf("from", first, names),
                (int) section.integer("k", 50, 1, 10_000),
                section.oneOf("session-items", "keep", SESSION_ITEMS).equals("exclude")
                        ? SessionItems.EXCLUDE
                        : SessionItems.KEEP,
                (int) section.integer("cross-fit", usualFolds, leastFolds, 100));
        if (candidates.folds() == 1) {
            section.mistake("cross-fit", "one fold leaves nothing to train on.", "Use 0 for none, or 2 and more.");
        }
        section.done();
        return candidates;
    }

    /**
     * Reads what infers from {@code intents}, whose keys of the encoder are read already, and checks its options.
     *
     * @param found the section, if there is one
     * @param names what may infer
     * @param out where intents will be
     * @param mistakes receives what is wrong
     */
    static Inferrer inferrer(
            Optional<Section> found,
            List<String> names,
            EncoderOptions encoder,
            Path out,
            Targets targets,
            long seed,
            ConfigErrors mistakes) {
        if (found.isEmpty()) {
            return new Inferrer(EmbeddingSimilarity.NAME, Map.of());
        }
        Section section = found.get();
        String name = section.oneOf("inferrer", EmbeddingSimilarity.NAME, names);
        Map<String, String> options = section.rest();
        try {
            IntentMaker.of(name, options, encoder, out, targets, seed);
        } catch (UserMistakeException e) {
            mistakes.add(section.where(), section.path("inferrer") + ": " + OptionSections.oneLine(e));
        }
        return new Inferrer(name, options);
    }
}
