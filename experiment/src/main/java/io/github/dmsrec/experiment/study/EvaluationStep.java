package io.github.dmsrec.experiment.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The evaluation of one line of a study's tables for one seed.
 *
 * @param dataset the name of the data set
 * @param method the method, or what recommendations made elsewhere are called
 * @param arm of a trained method
 * @param seed of a trained method; empty where nothing is drawn
 * @param tuning where its options were tuned, in words
 * @param models the folders of its models, of which the validation rows choose one; none for recommendations made elsewhere
 * @param out the folder of its ranks
 * @param counts whether the method counts clicks
 */
record EvaluationStep(
        String dataset,
        String method,
        Optional<Arm> arm,
        Optional<Long> seed,
        Optional<String> tuning,
        List<Path> models,
        Path out,
        boolean counts) {

    /** What tables call its line: the method, and the arm unless it is the base. */
    String line() {
        return arm.map(own -> line(method, own)).orElse(method);
    }

    /** What tables call the line of a method's arm. */
    static String line(String method, Arm arm) {
        return arm.equals(Arm.BASE) ? method : method + " " + arm.name();
    }
}
