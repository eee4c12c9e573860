package io.github.dmsrec.experiment.report;

import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.intent.IntentRows;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.IntentFolder;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A few rows of intents as text. */
final class IntentSamples {

    private IntentSamples() {}

    static List<String> of(ArtefactFolder folder, SessionDataset dataset, int count) {
        IntentRows rows = IntentFolder.read(folder.path(), dataset).rows(Split.TEST);
        List<String> texts = IntentFolder.readTexts(folder, dataset.catalogue());
        return Inspection.sample(
                count,
                rows.size(),
                row -> "test row " + row + ": "
                        + Inspection.titles(
                                dataset.catalogue(),
                                dataset.examples(Split.TEST).items(row))
                        + " => explicit: "
                        + joined(texts, rows.explicitCount(row), number -> rows.explicitText(row, number))
                        + "; latent: "
                        + joined(texts, rows.latentCount(row), number -> rows.latentText(row, number)));
    }

    private static String joined(List<String> texts, int count, IntUnaryOperator textOf) {
        return count == 0
                ? "none"
                : IntStream.range(0, count)
                        .mapToObj(number -> texts.get(textOf.applyAsInt(number)))
                        .collect(Collectors.joining(", "));
    }
}
