package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.experiment.pipeline.PipelineRun;
import io.github.dmsrec.experiment.report.ReportFolder;
import io.github.dmsrec.experiment.report.ResultTable;
import java.util.ArrayList;
import java.util.List;

/** How the outcome of a pipeline is printed. */
final class RunPrinter {

    private RunPrinter() {}

    static ObjectNode json(PipelineRun.Outcome outcome) {
        ObjectNode json = EvaluateCommand.json(outcome.report());
        json.put("report", outcome.folder().path().toString());
        ArrayNode models = json.putArray("models");
        outcome.models().forEach(model -> models.add(model.toString()));
        return json;
    }

    static List<String> lines(PipelineRun.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(ResultTable.lines(outcome.report()));
        lines.add("");
        lines.addAll(ResultTable.wrapped(outcome.report().findings()));
        lines.add("");
        lines.add("report: " + outcome.folder().path().resolve(ReportFolder.PAGE));
        return lines;
    }
}
