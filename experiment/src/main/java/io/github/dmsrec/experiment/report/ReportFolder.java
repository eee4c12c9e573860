package io.github.dmsrec.experiment.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.artefact.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report on disk: {@code results.json}, {@code report.md}, {@code report.html} and the manifest. */
public final class ReportFolder {

    /** The page's file name. */
    public static final String PAGE = "report.html";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportFolder() {}

    /** Writes a report; one that is there is replaced. */
    public static ArtefactFolder write(Path out, Report report, Origin origin) throws IOException {
        return ArtefactFolder.write(out, ArtefactKind.REPORT, origin, folder -> {
            JSON.writeValue(folder.resolve("results.json").toFile(), report);
            Files.writeString(folder.resolve("report.md"), MarkdownReport.of(report));
            Files.writeString(folder.resolve(PAGE), HtmlReport.of(report));
            return JSON.createObjectNode()
                    .put("rows", report.rows())
                    .put("results", report.results().size());
        });
    }
}
