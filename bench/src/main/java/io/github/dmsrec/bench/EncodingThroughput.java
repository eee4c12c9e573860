package io.github.dmsrec.bench;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.artefact.ArtefactFolder;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.intent.encode.EncodedTexts;
import io.github.dmsrec.intent.encode.EncoderOptions;
import io.github.dmsrec.intent.encode.TextEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Titles per second of the built-in encoder with its cache on disk, as a ratio to a plain loop over ONNX Runtime that
 * keeps nothing. Both do a round by turns, so that a busy machine slows both.
 */
@Command(
        name = "bench/run encode",
        mixinStandardHelpOptions = true,
        description = "Measures titles per second, first computed and then found in the cache.")
public final class EncodingThroughput implements Callable<Integer> {

    private static final List<String> WORDS = List.of(
            "the",
            "star",
            "silence",
            "garden",
            "of",
            "lambs",
            "empire",
            "strikes",
            "back",
            "day",
            "lotion",
            "hair",
            "(1995)",
            "with",
            "vitamin",
            "E",
            "12",
            "oz",
            "and",
            "professional",
            "brush",
            "story",
            "night",
            "II");

    @Option(names = "--titles", paramLabel = "N", description = "titles in a round (default: ${DEFAULT-VALUE})")
    private int titles = 1024;

    @Option(names = "--rounds", paramLabel = "N", description = "measured rounds of each (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--threads", paramLabel = "N", description = "threads (default: all processors)")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        System.exit(TrainingThroughput.commandLine(new EncodingThroughput()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        SplittableRandom random = new RandomStreams(1).stream("titles");
        Samples plain = new Samples(rounds);
        Samples ours = new Samples(rounds);
        Samples found = new Samples(rounds);
        Samples ratio = new Samples(rounds);
        Path cache = Files.createTempDirectory("dmsrec-encode-");
        // The encoder first: it starts the runtime in a way that survives a long command line.
        try (TextEncoder encoder = EncoderOptions.builtIn().open(threads, cache);
                MinimalEncoder loop = MinimalEncoder.open(threads)) {
            for (int round = -1; round < rounds; round++) {
                List<String> first = titles(random, round, "a");
                List<String> second = titles(random, round, "b");
                // The one that goes first may find another machine than the one that follows.
                boolean loopFirst = round % 2 == 0;
                double before = loopFirst ? rate(() -> loop.encode(first)) : 0;
                double kept = rate(() -> encode(encoder, second));
                double after = loopFirst ? before : rate(() -> loop.encode(first));
                double again = rate(() -> encode(encoder, second));
                if (round >= 0) {
                    plain.add(after);
                    ours.add(kept);
                    found.add(again);
                    ratio.add(kept / after);
                }
            }
        } finally {
            ArtefactFolder.deleteTree(cache);
        }
        System.out.printf(
                Locale.ROOT,
                "%d titles a round, %d threads, medians of %d rounds%n"
                        + "plain loop %8.0f titles/s%nencoder    %8.0f titles/s, each kept on disk%n"
                        + "ratio      %8.2f (from %.2f to %.2f)%ncache      %8.0f titles/s found again%n",
                titles,
                threads,
                rounds,
                plain.median(),
                ours.median(),
                ratio.median(),
                ratio.percentile(0),
                ratio.percentile(1),
                found.median());
        return 0;
    }

    private List<String> titles(SplittableRandom random, int round, String mark) {
        List<String> made = new ArrayList<>(titles);
        for (int i = 0; i < titles; i++) {
            StringBuilder title = new StringBuilder();
            int words = random.nextInt(2, 9);
            for (int w = 0; w < words; w++) {
                title.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }
            made.add(title.append(mark).append(round).append(' ').append(i).toString());
        }
        return made;
    }

    private static EncodedTexts encode(TextEncoder encoder, List<String> texts) {
        return encoder.encode(texts, Progress.NONE);
    }

    private double rate(Callable<?> work) throws Exception {
        long begin = System.nanoTime();
        work.call();
        return titles / ((System.nanoTime() - begin) / 1e9);
    }
}
