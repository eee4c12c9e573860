package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.intent.asking.BatchExport;
import io.github.dmsrec.intent.asking.BatchImport;
import io.github.dmsrec.intent.inferrer.FreeIntents;
import io.github.dmsrec.stage.AskedShare;
import io.github.dmsrec.stage.AskingEstimate;
import io.github.dmsrec.stage.IntentMaker;
import io.github.dmsrec.stage.PickProbe;
import io.github.dmsrec.stage.SampleReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Infers and encodes intents. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = InferCommand.NAME,
        description = {
            "Infer the intents of every row from its clicks and candidates, and encode them.",
            "embedding-similarity needs no server: it picks the candidates whose titles are nearest to the recent"
                    + " clicks, and is not a language model. session-mean and candidate-mean choose nothing: both kinds of"
                    + " intents are the titles of all clicked items, or of all candidates; intents by a language model"
                    + " should do better than these. openai asks any OpenAI-compatible endpoint; the API key comes from"
                    + " the environment alone, answers are kept and never asked for twice, and an interrupted run resumes."
                    + " Before a large run, --dry-run says what it needs and --sample tries some rows.",
            "ollama asks Ollama by its own interface: --model NAME, --set num-ctx=8192. llama-cpp runs a model in this"
                    + " process: --model FILE.gguf. replay asks nobody and reads answers of an earlier run or made"
                    + " elsewhere: --set from=answers.sqlite or from=answers.jsonl. openai also sends headers (--set"
                    + " header.X-Team=search, or header.X-Api-Key=env:VARIABLE to keep a secret out of files) and fields"
                    + " of one server (--set vendor.top_k=20).",
            "Those that ask, and replay, have these options of the prompt: --template (indexed: candidates by number;"
                    + " published: the paper's; or a file of your own), attributes=genres,year shows columns beside"
                    + " titles, candidate-order=shuffled or ranked, clicks=first or last (last: what sessions with the"
                    + " same candidates have in common comes first), example=training or none, titles=published or matched"
                    + " (how an answer by titles is read), max-picks, max-title-length, max-clicks."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec infer --dataset runs/data --candidates runs/candidates \\",
            "      --inferrer embedding-similarity --out runs/intents",
            "  dmsrec infer --dataset runs/data --candidates runs/candidates --inferrer openai \\",
            "      --base-url http://localhost:8000/v1 --model Qwen/Qwen2.5-7B-Instruct --out runs/intents \\",
            "      --concurrency 64 --deadline 8h --max-cost 20 --set price-in=0.15 --set price-out=0.60"
        })
final class InferCommand extends ComputingTask {

    /** The command's name. */
    static final String NAME = "infer";

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
            names = "--template",
            paramLabel = "FILE",
            description = "openai: the words of the prompt: indexed, published, or a file (default: indexed).")
    private Optional<String> template = Optional.empty();

    @Option(
            names = "--answers",
            paramLabel = "DIR",
            description = "openai: where answers are kept (default: 'answers' beside OUT).")
    private Optional<Path> answers = Optional.empty();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "openai: the most questions under way at once (default: 8). Fewer are while the server is"
                    + " overloaded.")
    private Optional<Integer> concurrency = Optional.empty();

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "openai: stop asking after so long, e.g. 8h or 90m.")
    private Optional<String> deadline = Optional.empty();

    @Option(
            names = "--max-tokens-total",
            paramLabel = "N",
            description = "openai: stop before the answers have used more tokens, earlier runs included.")
    private Optional<Long> maxTokensTotal = Optional.empty();

    @Option(
            names = "--max-cost",
            paramLabel = "COST",
            description = "openai: stop before the answers have cost more, earlier runs included; needs the prices of a"
                    + " million tokens, --set price-in=P --set price-out=P.")
    private Optional<Double> maxCost = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "openai: ask nobody; print the number of questions, their tokens, cost and time, and three"
                    + " prompts.")
    private boolean dryRun;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description =
                    "With --dry-run: the model's tokenizer.json, to count tokens (default: as earlier answers, else 4"
                            + " characters are one).")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "With --dry-run: how many questions the server answers a second, to foresee the time.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "openai: ask about N rows only, drawn by the seed, and write no intents. The answers are kept"
                    + " and not asked for again by the whole run.")
    private Optional<Integer> sample = Optional.empty();

    @Option(
            names = "--probe",
            paramLabel = "N",
            description =
                    "openai: ask about N validation rows only whose next click is among the candidates, in each form"
                            + " of answers, and compare the picks with that click, with chance and with the base model's first"
                            + " candidates; writes no intents. Before a run of more than 1,000 questions this is done with 100"
                            + " rows, and the run ends if the picks hold no more than chance.")
    private Optional<Integer> probe = Optional.empty();

    @Option(names = "--no-probe", description = "openai: ask many questions without a probe before.")
    private boolean noProbe;

    @Option(
            names = "--share",
            paramLabel = "SHARE",
            description = "Infer this share of the rows only, e.g. 0.2; the others have the null intent.")
    private Optional<String> share = Optional.empty();

    @Option(
            names = "--by",
            paramLabel = "RANKING",
            description = "With --share: uncertainty (default; where the base model's two best candidates are nearest),"
                    + " entropy (of its candidates), or random.")
    private Optional<String> by = Optional.empty();

    @Option(
            names = "--export-batch",
            paramLabel = "DIR",
            description =
                    "openai: ask nobody; write the open questions in OpenAI's batch form, for hosted batch endpoints"
                            + " and 'vllm run-batch'.")
    private Optional<Path> exportBatch = Optional.empty();

    @Option(
            names = "--import-batch",
            paramLabel = "FILE",
            arity = "1..*",
            description = "openai: ask nobody; keep the answers of these files of a batch endpoint. The same command"
                    + " without it writes the intents.")
    private List<Path> importBatch = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another option of the inferrer, e.g. latent-picks=4 or concurrency=16; may be given several"
                    + " times.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(
            names = "--" + FreeIntents.KEY,
            description =
                    "The sentences by which a language model names the intents are intents, too, beside the titles"
                            + " that it picks: of the kind of the picks that they come with. No question is asked again.")
    private boolean freeIntents;

    @Mixin
    private final IntentsFlags intents = new IntentsFlags();

    InferCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> options = new LinkedHashMap<>(others);
        baseUrl.ifPresent(value -> options.put("base-url", value));
        model.ifPresent(value -> options.put("model", value));
        template.ifPresent(value -> options.put("template", value));
        answers.ifPresent(value -> options.put("answers", value.toString()));
        concurrency.ifPresent(value -> options.put("concurrency", value.toString()));
        deadline.ifPresent(value -> options.put("deadline", value));
        maxTokensTotal.ifPresent(value -> options.put("max-tokens-total", value.toString()));
        maxCost.ifPresent(value -> options.put("max-cost", value.toString()));
        share.ifPresent(value -> options.put(AskedShare.KEY, value));
        by.ifPresent(value -> options.put(AskedShare.BY_KEY, value));
        if (noProbe) {
            options.put(IntentMaker.PROBE_KEY, "0");
        }
        requireMeaning();
        if (freeIntents) {
            options.put(FreeIntents.KEY, "true");
        }
        IntentMaker maker = intents.maker(inferrer, options, run.seed);
        IntentsFlags.Inputs inputs = intents.open();
        console.say("options in force:");
        maker.options()
                .toMap()
                .forEach((key, value) -> console.say(String.format(Locale.ROOT, "  %-28s %s", key, value)));
        Optional<IntentMaker.Sample> drawn = sample.map(size -> new IntentMaker.Sample(size, run.seed));
        if (dryRun) {
            AskingEstimate estimate = AskingEstimate.of(
                    maker.plan(inputs.data().content(), inputs.candidates(), drawn, tokenizer, console.progress()),
                    maker.options(),
                    rate);
            print(estimate.json(), estimate.lines());
            return 0;
        }
        if (probe.isPresent()) {
            PickProbe found = maker.probe(
                    inputs.data().content(), inputs.candidates(), probe.get(), run.seed, console.progress());
            print(found.json(), found.lines());
            found.refuseChance();
            return 0;
        }
        if (exportBatch.isPresent()) {
            print(maker.exportBatch(
                    inputs.data().content(), inputs.candidates(), exportBatch.get(), console.progress()));
            return 0;
        }
        if (!importBatch.isEmpty()) {
            print(maker.importBatch(inputs.data().content(), inputs.candidates(), importBatch, console.progress()));
            return 0;
        }
        if (drawn.isPresent()) {
            SampleReport report =
                    maker.sample(inputs.data().content(), inputs.candidates(), drawn.get(), console.progress());
            print(report.json(), report.lines());
            console.say(
                    "No intents were written; the answers are kept. The same command without --sample asks about the"
                            + " other rows and writes the intents.");
            return 0;
        }
        return make(intents.step(maker, inputs, this));
    }

    private void print(BatchExport export) {
        ObjectNode json = JSON.createObjectNode()
                .put("questions", export.questions())
                .put("answeredBefore", export.answered())
                .put("bytes", export.bytes());
        ArrayNode files = json.putArray("files");
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d questions in %d files, %,d bytes; %,d were answered before",
                export.questions(),
                export.files().size(),
                export.bytes(),
                export.answered()));
        for (Path file : export.files()) {
            files.add(file.toString());
            lines.add("  " + file);
        }
        print(json, lines);
    }

    private void print(BatchImport result) {
        ObjectNode json = JSON.createObjectNode()
                .put("lines", result.lines())
                .put("kept", result.kept())
                .put("repeated", result.repeated())
                .put("ofOtherRuns", result.ofOthers())
                .put("unreadable", result.unreadable())
                .put("missing", result.missing());
        ObjectNode failed = json.putObject("failed");
        result.failed().forEach(failed::put);
        print(json, result.report());
        console.say(
                "The same command without --import-batch asks about what failed or is missing, and writes the intents.");
    }

    private void requireMeaning() {
        long alone = Stream.of(
                        dryRun, sample.isPresent(), probe.isPresent(), exportBatch.isPresent(), !importBatch.isEmpty())
                .filter(given -> given)
                .count();
        if (alone > 1 && !(dryRun && sample.isPresent() && alone == 2)) {
            throw new UserMistakeException(
                    "Of '--dry-run', '--sample', '--probe', '--export-batch' and '--import-batch',"
                            + " several were given. Choose one; '--dry-run' and '--sample' alone go together.");
        }
        probe.filter(rows -> rows < 1).ifPresent(rows -> {
            throw new UserMistakeException("'--probe' is " + rows + "; it must be at least 1.");
        });
        if (!dryRun && (tokenizer.isPresent() || rate.isPresent())) {
            throw new UserMistakeException(
                    "'--tokenizer' and '--rate' have a meaning with '--dry-run' only.",
                    "Add '--dry-run', or omit them.");
        }
        sample.filter(size -> size < 1).ifPresent(size -> {
            throw new UserMistakeException("'--sample' is " + size + ".", "Use a number from 1 up.");
        });
        rate.filter(perSecond -> !(perSecond > 0)).ifPresent(perSecond -> {
            throw new UserMistakeException("'--rate' is " + perSecond + ".", "Use a number above 0.");
        });
    }
}
