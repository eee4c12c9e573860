package io.github.dmsrec.datasets.check;

import io.github.dmsrec.core.io.ParquetFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with titles. They are read twice and never held: of each, its hashes are kept between the two.
 *
 * @param file items in the layout of a data set folder
 * @param clicks how often each item was clicked before the test
 */
record Titles(Path file, int[] clicks) {

    /** Every title that is unknown is worth knowing of. */
    static final double LOOK_AT_MISSING = 0;

    /** Nothing can be said of intents if most titles are unknown. */
    static final double STOP_AT_MISSING = 0.5;

    /** A few remakes have one title; beyond, a language model that names a title names several items. */
    static final double LOOK_AT_DUPLICATE = 0.01;

    /** Prompts show some twenty titles: one faulty title in a thousand is in every fiftieth prompt. */
    static final double LOOK_AT_FAULTY = 0.001;

    /** Variants of one product are usual; where a fifth are, candidates fill with them. */
    static final double LOOK_AT_NEAR = 0.2;

    /** So many titles of exactly the greatest length, at least so long, were cut. */
    private static final int FEWEST_CUT = 5;

    private static final int SHORTEST_CUT = 20;
    private static final double SHARE_CUT = 0.002;

    /** How many hashes for near-duplicates are kept at most: 64 MB. Of more, a part that is chosen by the hash itself. */
    private static final long MOST_SIGNATURES = 8_000_000;

    private static final int USUAL_SIGNATURES = 15;

    @FunctionalInterface
    private interface Reader {
        void take(int item, String id, String title);
    }

    List<Finding> findings() {
        long every = 1 + (long) clicks.length * USUAL_SIGNATURES / MOST_SIGNATURES;
        LongList hashes = new LongList();
        LongList signatures = new LongList();
        IntegerCounts lengths = new IntegerCounts();
        ExampleCounter missing = new ExampleCounter();
        ExampleCounter garbled = new ExampleCounter();
        ExampleCounter markup = new ExampleCounter();
        Languages languages = new Languages();
        long[] missingClicks = {0};
        read((item, id, title) -> {
            if (title.isBlank()) {
                missing.add(id, "(no title)");
                missingClicks[0] += clicks[item];
                return;
            }
            lengths.add(title.codePointCount(0, title.length()));
            TitleWords words = TitleWords.of(title);
            hashes.add(words.hash());
            words.signatures().stream()
                    .filter(signature -> Long.remainderUnsigned(signature, every) == 0)
                    .forEach(signatures::add);
            if (CorruptText.isGarbled(title)) {
                garbled.add(id, title);
            }
            if (CorruptText.hasMarkup(title)) {
                markup.add(id, title);
            }
            languages.take(title, words.words());
        });
        if (missing.items() == clicks.length) {
            return List.of(withoutTitles());
        }
        boolean cut = lengths.greatest() >= SHORTEST_CUT
                && lengths.count(lengths.greatest()) >= Math.max(FEWEST_CUT, SHARE_CUT * lengths.total());
        ExampleCounter truncated = new ExampleCounter();
        ExampleCounter duplicates = new ExampleCounter();
        ExampleCounter near = new ExampleCounter();
        long[] repeatedHashes = LongCounts.repeated(hashes.toArray());
        long[] repeatedSignatures = LongCounts.repeated(signatures.toArray());
        read((item, id, title) -> {
            if (title.isBlank()) {
                return;
            }
            TitleWords words = TitleWords.of(title);
            if (isTruncated(title, cut ? Optional.of(lengths.greatest()) : Optional.empty())) {
                truncated.add(id, title);
            }
            if (Arrays.binarySearch(repeatedHashes, words.hash()) >= 0) {
                duplicates.add(id, title);
            } else if (words.signatures().stream()
                    .anyMatch(signature -> Arrays.binarySearch(repeatedSignatures, signature) >= 0)) {
                near.add(id, title);
            }
        });
        return List.of(
                missing(missing, missingClicks[0], lengths),
                duplicates(duplicates),
                truncated(truncated, cut, lengths.greatest()),
                faulty(
                        "titles-encoding",
                        garbled,
                        "titles were read in a wrong encoding or have control or replacement characters",
                        "Letters that were taken for others make words that no encoder and no language model knows.",
                        "Import the items again in their encoding; text that was stored wrongly has to be repaired at its"
                                + " source."),
                faulty(
                        "titles-markup",
                        markup,
                        "titles have HTML entities or tags",
                        "An entity is no word: '&amp;' costs tokens in every prompt, and titles that a model writes without it do not"
                                + " match.",
                        "Un-escape the titles before the import; 'dmsrec import amazon-2014' does it."),
                languages.finding(),
                near(near, every));
    }

    private void read(Reader reader) {
        ParquetFiles.query(
                file,
                "SELECT item, id, coalesce(title, '') FROM content",
                row -> reader.take(row.integer(0), row.text(1), row.text(2)));
    }

    private static boolean isTruncated(String title, Optional<Integer> cutAt) {
        return title.endsWith("...")
                || title.endsWith("\u2026")
                || cutAt.filter(length -> title.codePointCount(0, title.length()) == length)
                        .isPresent();
    }

    private static Finding withoutTitles() {
        return Finding.of(
                "titles-missing",
                Verdict.LOOK,
                "no item has a title",
                "Intents are inferred from titles; without them, backbones and baselines can be trained, and nothing else.",
                "Give titles at import (--title, or --items FILE --item-id COL --title COL), or run pipelines with 'intents:"
                        + " {inferrer: none}'.");
    }

    private Finding missing(ExampleCounter missing, long missingClicks, IntegerCounts lengths) {
        double share = Share.of(missing.items(), clicks.length);
        long all = Arrays.stream(clicks).asLongStream().sum();
        return Finding.of(
                        "titles-missing",
                        missing.items() == 0 ? Verdict.FINE : Verdict.from(share, LOOK_AT_MISSING, STOP_AT_MISSING),
                        Share.words(missing.items(), clicks.length) + " items have no title; they have "
                                + Share.percent(Share.of(missingClicks, all)) + " of the clicks before the test",
                        "An item without title is a gap in every prompt, and no intent can name it.",
                        "Fill them in the items file and import again; where nothing is known, the other text columns (--text) help.")
                .with("items", missing.items())
                .with("share", share)
                .with("click-share", Share.of(missingClicks, all))
                .with(lengths.histogram("Titles by number of characters"))
                .with(missing.examples());
    }

    private Finding duplicates(ExampleCounter duplicates) {
        double share = Share.of(duplicates.items(), clicks.length);
        return Finding.of(
                        "titles-duplicate",
                        Verdict.from(share, LOOK_AT_DUPLICATE),
                        Share.words(duplicates.items(), clicks.length)
                                + " items share their title with another, but for case and punctuation",
                        "A language model that answers with a title cannot tell these items apart, and neither can an encoder.",
                        "Join copies of one product before the import, or put what tells them apart (year, size, colour) into the"
                                + " title.")
                .with("items", duplicates.items())
                .with("share", share)
                .with(duplicates.examples());
    }

    private Finding truncated(ExampleCounter truncated, boolean cut, int length) {
        double share = Share.of(truncated.items(), clicks.length);
        return Finding.of(
                        "titles-truncated",
                        Verdict.from(share, LOOK_AT_FAULTY),
                        Share.words(truncated.items(), clicks.length) + " titles end in dots"
                                + (cut ? " or have exactly " + length + " characters, the most of all" : ""),
                        "Cut titles lose what tells a product from its neighbours, which stands at the end.",
                        "Take the titles from a source that keeps them whole.")
                .with("items", truncated.items())
                .with("share", share)
                .with(truncated.examples());
    }

    private Finding faulty(String id, ExampleCounter cases, String what, String why, String fix) {
        double share = Share.of(cases.items(), clicks.length);
        return Finding.of(
                        id,
                        Verdict.from(share, LOOK_AT_FAULTY),
                        Share.words(cases.items(), clicks.length) + " " + what,
                        why,
                        fix)
                .with("items", cases.items())
                .with("share", share)
                .with(cases.examples());
    }

    private Finding near(ExampleCounter near, long every) {
        double share = Share.of(near.items(), clicks.length);
        return Finding.of(
                        "titles-near-duplicate",
                        Verdict.from(share, LOOK_AT_NEAR),
                        Share.words(near.items(), clicks.length) + " items have the words of another title but for one"
                                + (every == 1 ? "" : " (at least: one hash in " + every + " was compared)"),
                        "Variants of one product compete for the same places, and a model that recommends the other variant counts as"
                                + " wrong.",
                        "Join variants before the import if they are one product to a visitor.")
                .with("items", near.items())
                .with("share", share)
                .with("sampled-one-in", every)
                .with(near.examples());
    }
}
