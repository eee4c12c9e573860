package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.evaluate.Holm;
import io.github.dmsrec.core.evaluate.PairedBootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The p-values of a family of comparisons, corrected for their number. */
public final class Corrected {

    private Corrected() {}

    /**
     * Corrects by {@link Holm}.
     *
     * @param family the comparisons of one family; those without a p-value are no part of it
     * @return in the same order; null where there is no p-value
     */
    public static List<@Nullable Double> of(List<PairedBootstrap> family) {
        double[] corrected = Holm.correct(family.stream()
                .map(PairedBootstrap::inference)
                .filter(Objects::nonNull)
                .mapToDouble(PairedBootstrap.Inference::pValue)
                .toArray());
        List<@Nullable Double> all = new ArrayList<>();
        int next = 0;
        for (PairedBootstrap comparison : family) {
            all.add(comparison.inference() == null ? null : corrected[next++]);
        }
        return all;
    }
}
