package io.github.dmsrec.experiment.study;

import java.util.Optional;

/** Where artefacts are in the work folder: the ids of the steps that make them, with slashes. */
public enum Layout {
    /** Of a run: one data set and one seed, so that a folder for each thing suffices. */
    RUN {
        @Override
        String folderOf(String dataset) {
            return "";
        }

        @Override
        String counting(String dataset, String method) {
            return method;
        }

        @Override
        String model(String dataset, String method, Arm arm, String variant, long seed) {
            return arm.isFused() ? method + "-intents" : method;
        }

        @Override
        String generator(String dataset, String method, long seed) {
            return method;
        }

        @Override
        String candidates(String dataset, String variant, long seed) {
            return "candidates";
        }

        @Override
        String intents(String dataset, String inferrer, String variant, long seed) {
            return "intents";
        }

        @Override
        String evaluation(String dataset, String method, Optional<Arm> arm, Optional<Long> seed) {
            return "evaluations/" + model(dataset, method, arm.orElse(Arm.BASE), "", 0);
        }
    },
    /** Of a study: a folder for each data set, with folders for each kind, then what they are of, the seed last. */
    STUDY {
        @Override
        String folderOf(String dataset) {
            return dataset + "/";
        }

        @Override
        String counting(String dataset, String method) {
            return dataset + "/models/" + method;
        }

        @Override
        String model(String dataset, String method, Arm arm, String variant, long seed) {
            return dataset + "/models/" + method + "/" + arm.name() + variant + "/" + seed;
        }

        @Override
        String generator(String dataset, String method, long seed) {
            return dataset + "/models/" + method + "/generator/" + seed;
        }

        @Override
        String candidates(String dataset, String variant, long seed) {
            return dataset + "/candidates/" + variant + "/" + seed;
        }

        @Override
        String intents(String dataset, String inferrer, String variant, long seed) {
            return dataset + "/intents/" + inferrer + "/" + variant + "/" + seed;
        }

        @Override
        String evaluation(String dataset, String method, Optional<Arm> arm, Optional<Long> seed) {
            return dataset + "/evaluations/" + method
                    + arm.map(one -> "/" + one.name()).orElse("")
                    + seed.map(one -> "/" + one).orElse("");
        }
    };

    /** The folder of a data set, with a slash at its end unless it is the work folder itself. */
    abstract String folderOf(String dataset);

    /** The model of a method that counts. */
    abstract String counting(String dataset, String method);

    /**
     * A trained model.
     *
     * @param variant which of several of the arm, with a slash before it; empty for the only one
     */
    abstract String model(String dataset, String method, Arm arm, String variant, long seed);

    /** The base model that makes candidates, where it is not the base model of its method that the tables have. */
    abstract String generator(String dataset, String method, long seed);

    /** Candidates. */
    abstract String candidates(String dataset, String variant, long seed);

    /** Intents. */
    abstract String intents(String dataset, String inferrer, String variant, long seed);

    /**
     * The ranks of a model.
     *
     * @param arm of a trained method
     * @param seed of a trained method; empty where nothing is drawn
     */
    abstract String evaluation(String dataset, String method, Optional<Arm> arm, Optional<Long> seed);
}
