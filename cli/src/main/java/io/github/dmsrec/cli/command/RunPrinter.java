package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.report.ReportText;
import io.github.dmsrec.experiment.study.RunReport;
import java.util.ArrayList;
import java.util.List;

/** How the outcome of a run is printed. */
final class RunPrinter {

    private RunPrinter() {}

    static ObjectNode json(RunReport.Outcome outcome) {
        ObjectNode json = EvaluateCommand.json(outcome.report());
        json.put("report", outcome.folder().path().toString());
        ArrayNode models = json.putArray("models");
        outcome.models().forEach(model -> models.add(model.toString()));
        return json;
    }

    static List<String> lines(RunReport.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(ReportText.lines(outcome.report()));
        lines.addAll(ReportText.findings(outcome.report()));
        lines.add("report: " + outcome.folder().path().resolve(ReportFolder.PAGE));
        return lines;
    }
}
