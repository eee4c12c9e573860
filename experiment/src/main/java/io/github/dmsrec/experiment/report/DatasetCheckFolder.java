package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import io.github.dmsrec.datasets.check.CheckReport;
import io.github.dmsrec.datasets.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The findings on a data set on disk: {@code check.json}, {@code check.txt}, {@code report.html} and the manifest. */
public final class DatasetCheckFolder {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private DatasetCheckFolder() {}

    /** Writes the findings; a report that is there is replaced. */
    public static ArtefactFolder write(Path out, CheckReport report, Origin origin) throws IOException {
        return ArtefactFolder.write(out, ArtefactKind.REPORT, origin, folder -> {
            JSON.writeValue(folder.resolve("check.json").toFile(), report);
            Files.write(folder.resolve("check.txt"), report.lines());
            Files.writeString(folder.resolve(ReportFolder.PAGE), Pages.of(report));
            return JSON.createObjectNode()
                    .put("verdict", report.verdict().label())
                    .put("stop", report.with(Verdict.STOP).size())
                    .put("look", report.with(Verdict.LOOK).size());
        });
    }
}
