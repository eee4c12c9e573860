package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.doctor.Check;
import io.github.dmsrec.doctor.Doctor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the machine. */
@CommandGroup(CommandGroup.Name.HELP)
@Command(
        name = "doctor",
        description = {
            "Check Java, native libraries, BLAS, threads, memory and disk, and name the fix.",
            "Exits with 0 unless something fails."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec doctor --base-url http://localhost:8000/v1",
            "  dmsrec doctor --model qwen.gguf --dataset runs/data"
        })
final class DoctorCommand extends ComputingTask {

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder to be worked in (default: the current one).")
    private Path work = Path.of("");

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "Also check a model's files, and load it; or load a language model's GGUF file, ask it, and measure"
                            + " its tokens a second.")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--dataset",
            paramLabel = "D",
            description = "With a GGUF file: a data set; foresee how long 'infer' and 'describe' take for it.")
    private Optional<Path> dataset = Optional.empty();

    @Mixin
    private final EncoderFlags encoder = new EncoderFlags();

    @Option(names = "--base-url", paramLabel = "URL", description = "Also ask an OpenAI-compatible endpoint.")
    private Optional<String> baseUrl = Optional.empty();

    @Option(
            names = "--api-key-variable",
            paramLabel = "NAME",
            defaultValue = "OPENAI_API_KEY",
            description = "The environment variable that holds the endpoint's API key (default: ${DEFAULT-VALUE}).")
    private String apiKeyVariable = "";

    DoctorCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        if (dataset.isPresent() && model.isEmpty()) {
            throw new UserMistakeException(
                    "'--dataset' has a meaning with '--model FILE.gguf' only. Give both, or omit it.");
        }
        Optional<String> apiKey =
                Optional.ofNullable(System.getenv(apiKeyVariable)).filter(key -> !key.isBlank());
        List<Check> checks = Doctor.examine(run.threads(), work, model, dataset, encoder.value(), baseUrl, apiKey);
        boolean failed = checks.stream().anyMatch(check -> check.status() == Check.Status.FAIL);
        ObjectNode json = JSON.createObjectNode().put("ok", !failed);
        ArrayNode list = json.putArray("checks");
        for (Check check : checks) {
            list.addObject()
                    .put("name", check.name())
                    .put("status", check.status().name().toLowerCase(Locale.ROOT))
                    .put("finding", check.finding())
                    .put("fix", check.fix());
        }
        print(json, checks.stream().map(Check::line).toList());
        return failed ? 1 : 0;
    }
}
