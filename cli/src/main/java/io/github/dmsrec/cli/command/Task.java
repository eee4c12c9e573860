package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.experiment.step.StepForecast;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that prints a result, as text or as JSON. */
abstract class Task implements Callable<Integer> {

    /** Writes the JSON of results. */
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Where results and messages go. */
    final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    final OutputOptions output = new OutputOptions();

    Task(Console console) {
        this.console = console;
    }

    /** Prints the result: the JSON if it was asked for, else the lines. */
    void print(JsonNode json, List<String> lines) {
        if (output.json) {
            try {
                console.print(JSON.writeValueAsString(json));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree of JSON cannot be written", e);
            }
        } else {
            lines.forEach(console::print);
        }
    }

    /** Prints what a run of steps would do. */
    Integer print(StepForecast forecast) {
        print(JSON.valueToTree(forecast), forecast.lines());
        return 0;
    }

    /** What was asked for, so that it can be asked for again. */
    String invocation() {
        List<String> words = new ArrayList<>(List.of("dmsrec"));
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return ShellWords.join(words);
    }
}
