package io.github.dmsrec.app.command;

import io.github.dmsrec.app.console.Console;
import io.github.dmsrec.app.work.IntentMaker;
import io.github.dmsrec.app.work.Summary;
import io.github.dmsrec.core.data.DatasetFolder;
import io.github.dmsrec.core.provenance.ArtefactFolder;
import io.github.dmsrec.core.provenance.ArtefactKind;
import io.github.dmsrec.core.session.SessionDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Infers and encodes intents. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = "infer",
        description = {
            "Infer the intents of every row from its clicks and candidates, and encode them.",
            "embedding-similarity needs no server: it picks the candidates whose titles are nearest to the recent clicks, and"
                    + " is no language model. session-mean and candidate-mean choose nothing: both kinds of intents are the"
                    + " titles of all clicked items, or of all candidates; intents by a language model should do better than"
                    + " these. openai asks any OpenAI-compatible endpoint; the API key comes from the"
                    + " environment alone, answers are kept and never asked for twice, and an interrupted run goes on.",
            "ollama asks Ollama by its own interface: --model NAME, --set num-ctx=8192. llama-cpp runs a model in this process:"
                    + " --model FILE.gguf; its jars are added by 'mvn -Pllama package'. replay asks nobody and reads answers"
                    + " of an earlier run or made elsewhere: --set from=answers.sqlite or from=answers.jsonl. openai also"
                    + " sends headers (--set header.X-Team=search, or header.X-Api-Key=env:VARIABLE to keep a secret out of"
                    + " files) and fields of one server (--set vendor.top_k=20)."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec infer --dataset runs/data --candidates runs/candidates \\",
            "      --inferrer embedding-similarity --out runs/intents",
            "  dmsrec infer --dataset runs/data --candidates runs/candidates --inferrer openai \\",
            "      --base-url http://localhost:8000/v1 --model Qwen/Qwen2.5-7B-Instruct --out runs/intents"
        })
final class InferCommand extends ComputingTask {

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path datasetPath = Path.of("");

    @Option(names = "--candidates", required = true, paramLabel = "C", description = "The candidates of its rows.")
    private Path candidatesPath = Path.of("");

    @Option(
            names = "--inferrer",
            required = true,
            paramLabel = "NAME",
            completionCandidates = InferrerNames.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String inferrer = "";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "openai: the address, e.g. http://localhost:8000/v1.")
    private Optional<String> baseUrl = Optional.empty();

    @Option(names = "--model", paramLabel = "NAME", description = "openai: the model's name as the server knows it.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--answers",
            paramLabel = "DIR",
            description = "openai: where answers are kept (default: 'answers' beside OUT).")
    private Optional<Path> answers = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Another option of the inferrer, e.g. latent-picks=4 or concurrency=16; may be given several times.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(
            names = "--encoder",
            paramLabel = "DIR",
            description = "A folder with model.onnx and tokenizer.json (default: the built-in MiniLM-L6).")
    private Optional<Path> encoder = Optional.empty();

    @Mixin
    private final TargetsFlag targets = new TargetsFlag();

    @Option(names = "--out", required = true, paramLabel = "I", description = "The intents folder to write.")
    private Path out = Path.of("");

    InferCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> options = new LinkedHashMap<>(others);
        baseUrl.ifPresent(value -> options.put("base-url", value));
        model.ifPresent(value -> options.put("model", value));
        answers.ifPresent(value -> options.put("answers", value.toString()));
        IntentMaker maker = IntentMaker.of(inferrer, options, encoder, out, targets.value(), run.seed);
        ArtefactFolder.checkReplaceable(out, ArtefactKind.INTENTS);
        ArtefactFolder datasetFolder = ArtefactFolder.open(datasetPath, ArtefactKind.DATASET);
        ArtefactFolder candidates = ArtefactFolder.open(candidatesPath, ArtefactKind.CANDIDATES);
        SessionDataset dataset = DatasetFolder.read(datasetPath);
        console.say("options in force:");
        maker.options().toMap().forEach((key, value) -> console.say(String.format("  %-28s %s", key, value)));
        ArtefactFolder made = maker.make(
                dataset,
                candidates,
                maker.origin(origin(nameOf(out)), dataset, datasetFolder, candidates),
                out,
                console.progress());
        printMade(made, Summary.of(made));
        return 0;
    }
}
