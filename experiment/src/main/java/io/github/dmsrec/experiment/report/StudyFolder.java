package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The report of a study on disk: {@code study.json}, and as views of it {@code report.html}, {@code report.md}, {@code
 * tables.tex}, {@code figures.csv} and {@code effects.csv}.
 */
public final class StudyFolder {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private StudyFolder() {}

    /** Writes a report; one that is there is replaced. */
    public static ArtefactFolder write(Path out, StudyReport report, Origin origin) throws IOException {
        return ArtefactFolder.write(out, ArtefactKind.REPORT, origin, folder -> {
            JSON.writeValue(folder.resolve("study.json").toFile(), report);
            Files.writeString(folder.resolve("report.md"), StudyMarkdown.of(report));
            Files.writeString(folder.resolve(ReportFolder.PAGE), StudyPage.of(report));
            Files.writeString(folder.resolve("tables.tex"), StudyLatex.of(report));
            Files.writeString(folder.resolve("figures.csv"), StudyCsv.figures(report));
            Files.writeString(folder.resolve("effects.csv"), StudyCsv.effects(report));
            return JSON.createObjectNode()
                    .put("datasets", report.datasets().size())
                    .put(
                            "lines",
                            report.datasets().stream()
                                    .mapToInt(on -> on.lines().size())
                                    .sum());
        });
    }
}
