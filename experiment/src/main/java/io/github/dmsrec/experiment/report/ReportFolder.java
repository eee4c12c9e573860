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
 * A report on disk: {@code results.json}, the manifest, and as views of the results {@code report.html}, {@code report.md},
 * {@code tables.tex}, {@code figures.csv} and {@code differences.csv}.
 */
public final class ReportFolder {

    /** The page's file name. */
    public static final String PAGE = "report.html";

    /** The record's file name. */
    static final String RESULTS = "results.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFolder() {}

    /** Writes a report; one that is there is replaced. */
    public static ArtefactFolder write(Path out, Report report, Origin origin) throws IOException {
        return ArtefactFolder.write(out, ArtefactKind.REPORT, origin, folder -> {
            JSON.writeValue(folder.resolve(RESULTS).toFile(), report);
            Files.writeString(folder.resolve(PAGE), Pages.of(report));
            Files.writeString(folder.resolve("report.md"), ReportText.markdown(report));
            Files.writeString(folder.resolve("tables.tex"), ReportText.latex(report));
            Files.writeString(folder.resolve("figures.csv"), CsvTable.of(ReportTables.figures(report)));
            Files.writeString(folder.resolve("differences.csv"), CsvTable.of(ReportTables.differences(report)));
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
