package io.github.dmsrec.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmsrec.core.RandomStreams;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.core.session.Item;
import io.github.dmsrec.core.session.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Candidates as text: whatever is written is read back to the bit, and a damaged file is read or refused by name. */
class TsvCandidateFileTest {

    private static final String ID_CHARACTERS = "abz019 ._-#\"'\\|;é😀\u00a0\u202e";

    @TempDir
    Path folder = Path.of("");

    private static Catalogue catalogue(SplittableRandom random) {
        int[] characters = ID_CHARACTERS.codePoints().toArray();
        return new Catalogue(IntStream.range(0, 2 + random.nextInt(30))
                .mapToObj(item -> IntStream.range(0, random.nextInt(6))
                        .map(i -> characters[random.nextInt(characters.length)])
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining("", "i" + item + "_", "")))
                .map(id -> new Item(id, "", Map.of()))
                .toList());
    }

    private static CandidateLists lists(SplittableRandom random, int items) {
        int rows = 1 + random.nextInt(5);
        int[] offsets = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            offsets[row + 1] = offsets[row] + random.nextInt(Math.min(items, 5) + 1);
        }
        int[] all = new int[offsets[rows]];
        float[] scores = new float[all.length];
        for (int row = 0; row < rows; row++) {
            int first = random.nextInt(items);
            for (int at = offsets[row]; at < offsets[row + 1]; at++) {
                all[at] = (first + at - offsets[row]) % items;
                // Falling from rank to rank, by steps as small as there are.
                scores[at] = at == offsets[row]
                        ? (random.nextFloat() - 0.5f) * (float) Math.pow(10, random.nextInt(60) - 30)
                        : Math.nextDown(scores[at - 1]);
            }
        }
        return CandidateLists.of(offsets, all, scores);
    }

    private static void assertEqual(CandidateLists found, CandidateLists expected, String what) {
        assertThat(found.size()).as(what).isEqualTo(expected.size());
        for (int row = 0; row < expected.size(); row++) {
            assertThat(found.items(row)).as(what).isEqualTo(expected.items(row));
            for (int rank = 0; rank < expected.count(row); rank++) {
                assertThat(found.score(row, rank)).as(what).isEqualTo(expected.score(row, rank));
            }
        }
    }

    @Test
    void whateverIsWrittenIsReadBackToTheBit() throws IOException {
        TsvCandidateFile file = new TsvCandidateFile(folder.resolve("candidates.tsv"));
        for (int seed = 0; seed < 150; seed++) {
            SplittableRandom random = new RandomStreams(seed).stream("candidates");
            Catalogue catalogue = catalogue(random);
            Map<Split, CandidateLists> written = new EnumMap<>(Split.class);
            for (Split split : Split.values()) {
                written.put(split, lists(random, catalogue.size()));
            }
            file.write(catalogue, written);

            Map<Split, CandidateLists> read = file.read(catalogue);

            for (Split split : Split.values()) {
                assertEqual(Candidates.of(read, split), Candidates.of(written, split), "seed " + seed + ", " + split);
            }
        }
    }

    @Test
    void aDamagedFileIsReadOrRefusedByName() throws IOException {
        TsvCandidateFile file = new TsvCandidateFile(folder.resolve("candidates.tsv"));
        SplittableRandom random = new RandomStreams(7).stream("damage");
        Catalogue catalogue = catalogue(random);
        Map<Split, CandidateLists> written = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            written.put(split, lists(random, catalogue.size()));
        }
        file.write(catalogue, written);
        byte[] whole = Files.readAllBytes(file.file());
        int refused = 0;
        int rounds = 600;
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = whole.clone();
            List<Byte> likely = List.of((byte) '\t', (byte) ',', (byte) '\n', (byte) '9', (byte) '-', (byte) 0xff);
            for (int i = 0; i <= random.nextInt(2); i++) {
                damaged[random.nextInt(damaged.length)] = likely.get(random.nextInt(likely.size()));
            }
            Files.write(file.file(), damaged);
            try {
                file.read(catalogue);
            } catch (UserMistakeException e) {
                refused++;
                assertThat(e).hasMessageContaining("candidates.tsv");
            }
        }
        assertThat(refused).isBetween(rounds / 4, rounds - 1);
    }
}
