package io.github.dmsrec.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.cli.console.Console;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.artefact.ArtefactKind;
import io.github.dmsrec.core.dataset.DatasetFolder;
import io.github.dmsrec.core.session.SessionDataset;
import io.github.dmsrec.experiment.report.Summary;
import io.github.dmsrec.intent.asking.ItemDescriber.Descriptions;
import io.github.dmsrec.stage.AskingEstimate;
import io.github.dmsrec.stage.ItemDescriptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a language model about every item. */
@CommandGroup(CommandGroup.Name.STEPS)
@Command(
        name = DescribeCommand.NAME,
        description = {
            "Ask a language model once about every item: facets such as mood and theme of films, purpose and buyer of"
                    + " goods. The intents of any session follow from them without a call (infer --inferrer"
                    + " item-facets), those of new sessions, too.",
            "The most clicked items are asked about first. Answers are kept and never asked for twice; an interrupted run"
                    + " continues with the same command. Before it asks, it prints the questions, their tokens, cost and"
                    + " time."
        },
        footer = {
            "",
            "Examples:",
            "  dmsrec describe --dataset runs/data --inferrer llama-cpp --model qwen2.5-1.5b-instruct-q4_k_m.gguf \\",
            "      --out runs/facets",
            "  dmsrec infer --dataset runs/data --candidates runs/candidates --inferrer item-facets \\",
            "      --set facets=runs/facets --out runs/intents"
        })
final class DescribeCommand extends ComputingTask {

    /** The command's name. */
    static final String NAME = "describe";

    /** So many questions are worth a look at the pace of the first of them. */
    private static final int PACED_FROM = 60;

    private static final int PACING = 12;

    @Option(names = "--dataset", required = true, paramLabel = "D", description = "The data set.")
    private Path dataset = Path.of("");

    @Option(
            names = "--inferrer",
            required = true,
            paramLabel = "NAME",
            description = "What asks: openai, ollama or llama-cpp; or replay, which takes the answers of an earlier run"
                    + " (--set from=DIR).")
    private String inferrer = "";

    @Option(names = "--model", paramLabel = "NAME", description = "The model's name, or for llama-cpp its GGUF file.")
    private @Nullable String model;

    @Option(names = "--base-url", paramLabel = "URL", description = "The address of the endpoint.")
    private @Nullable String baseUrl;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description =
                    "Which facets are asked for, in which words: films, goods or a YAML file (default: films where"
                            + " most titles end with a year or most items have genres, else goods).")
    private @Nullable String template;

    @Option(
            names = "--answers",
            paramLabel = "DIR",
            description = "Where answers are kept (default: 'answers' beside OUT).")
    private @Nullable Path answers;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Another option of the inferrer, e.g. threads=1, concurrency=16, deadline=8h, price-in=0.15 or"
                            + " columns=genres; may be given several times.")
    private Map<String, String> others = new LinkedHashMap<>();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description =
                    "Ask about N items only, drawn by the seed, print their facets and write no folder. The answers"
                            + " are kept.")
    private @Nullable Integer sample;

    @Option(
            names = "--dry-run",
            description = "Ask nobody; print the number of questions, their tokens, cost and time, and three prompts.")
    private boolean dryRun;

    @Option(names = "--kept-only", description = "Ask nobody; write the facets of the items that were answered so far.")
    private boolean keptOnly;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "The model's tokenizer.json, to count tokens (default: as earlier answers, else 4"
                    + " characters are one).")
    private @Nullable Path tokenizer;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "How many questions the model answers a second, to estimate the time (default: as the answers"
                    + " so far).")
    private @Nullable Double rate;

    @Option(names = "--out", required = true, paramLabel = "X", description = "The folder of facets to write.")
    private Path out = Path.of("");

    DescribeCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws IOException {
        if (sample != null && sample < 1) {
            throw new UserMistakeException("--sample is " + sample + ". Use a number from 1 up.");
        }
        if (rate != null && !(rate > 0)) {
            throw new UserMistakeException("--rate is " + rate + ". Use a number above 0.");
        }
        ArtefactFolder.checkReplaceable(out, ArtefactKind.FACETS);
        ArtefactFolder folder = ArtefactFolder.open(dataset, ArtefactKind.DATASET);
        SessionDataset data = DatasetFolder.read(dataset);
        ItemDescriptions descriptions = ItemDescriptions.of(inferrer, options(), data.catalogue(), out);
        if (descriptions.hint() != null) {
            console.say(descriptions.hint());
        }
        int[] items = sample == null ? ItemDescriptions.all(data) : ItemDescriptions.sample(data, sample, run.seed);
        boolean asks = !keptOnly && !descriptions.replays();
        if (asks || dryRun) {
            AskingEstimate estimate = estimate(descriptions, data, items);
            if (dryRun) {
                print(estimate.json(), estimate.lines());
                return 0;
            }
            estimate.figures().forEach(console::say);
            if (rate == null
                    && estimate.plan().pace() == null
                    && estimate.plan().open() >= PACED_FROM) {
                console.say("To know the time, " + PACING + " items are asked about first.");
                descriptions.pace(data, Arrays.copyOf(items, PACING), console.progress());
                estimate(descriptions, data, items).figures().forEach(console::say);
            }
        }
        if (sample != null) {
            Descriptions asked = descriptions.ask(data, items, console.progress());
            print(json(data, asked), ItemDescriptions.lines(data.catalogue(), asked.items()));
            return 0;
        }
        ArtefactFolder made = descriptions.make(
                data, keptOnly, descriptions.origin(origin(nameOf(out)), folder), out, console.progress());
        printMade(made, Summary.of(made));
        return 0;
    }

    private AskingEstimate estimate(ItemDescriptions descriptions, SessionDataset data, int[] items) {
        return new AskingEstimate(
                descriptions.plan(data, items, tokenizer, console.progress()),
                descriptions.options().asking().limits(),
                descriptions.options().asking().concurrency(),
                Optional.ofNullable(rate));
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(others);
        if (model != null) {
            options.put("model", model);
        }
        if (baseUrl != null) {
            options.put("base-url", baseUrl);
        }
        if (template != null) {
            options.put("template", template);
        }
        if (answers != null) {
            options.put("answers", answers.toString());
        }
        return options;
    }

    private static ObjectNode json(SessionDataset data, Descriptions asked) {
        ObjectNode json = asked.facts().deepCopy();
        ArrayNode items = json.putArray("items");
        asked.items().forEach(item -> {
            ObjectNode node = items.addObject()
                    .put("id", data.catalogue().id(item.item()))
                    .put("title", data.catalogue().title(item.item()));
            if (item.answer() == null) {
                node.put("reason", item.reason());
            } else {
                node.set("facets", JSON.valueToTree(item.answer().values()));
            }
        });
        return json;
    }
}
