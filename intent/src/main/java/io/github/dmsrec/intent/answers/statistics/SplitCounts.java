package io.github.dmsrec.intent.answers.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.RecordedRow;
import io.github.dmsrec.intent.answers.replay.RecordedAnswer;
import io.github.dmsrec.intent.reply.Repairs;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What is counted over the rows of a split. For one thread. */
final class SplitCounts {

    long rows;
    final Map<String, Long> byStatus = new TreeMap<>();
    final Map<String, Long> byReason = new TreeMap<>();
    long answered;
    long picks;
    long explicitIntents;
    long latentIntents;
    long withoutExplicit;
    long withoutLatent;
    long inventions;
    final PickHistogram byNumber = new PickHistogram();
    final PickHistogram byRank = new PickHistogram();

    long answersRead;
    long failedWithText;
    long repaired;
    long outOfRange;
    long duplicates;
    long beyondLimit;
    long promptTokens;
    long completionTokens;
    long attempts;
    long latencyMillis;

    private long rowsWithPicks;
    private long exposed;
    private long hits;
    private double evenHits;
    private long picksOfThese;
    private long[] targetsAtRank = new long[0];

    void add(IntentRecord record, RecordedRow row) {
        rows++;
        byStatus.merge(row.status().label(), 1L, Long::sum);
        if (!row.answered()) {
            byReason.merge(row.reason(), 1L, Long::sum);
            return;
        }
        answered++;
        explicitIntents += row.explicitTexts().length;
        latentIntents += row.latentTexts().length;
        withoutExplicit += row.explicitTexts().length == 0 ? 1 : 0;
        withoutLatent += row.latentTexts().length == 0 ? 1 : 0;
        inventions += record.inventions(row);
        int[] items = record.picks(row);
        picks += items.length;
        if (items.length > 0) {
            addPicks(record, row, items);
        }
    }

    private void addPicks(IntentRecord record, RecordedRow row, int[] items) {
        int target = record.target(row);
        if (row.shown().length > 0) {
            byNumber.add(row.shown().length, positions(row.shown(), items));
        }
        int[] ranked = record.candidates(row);
        byRank.add(ranked.length, positions(ranked, items));
        for (int position : positions(ranked, new int[] {target})) {
            targetsAtRank = Arrays.copyOf(targetsAtRank, Math.max(targetsAtRank.length, ranked.length));
            targetsAtRank[position]++;
        }
        int[] choices = record.choices(row);
        if (choices.length > 0) {
            rowsWithPicks++;
            picksOfThese += items.length;
            hits += contains(items, target) ? 1 : 0;
            if (contains(choices, target)) {
                exposed++;
                evenHits += (double) positions(choices, items).length / choices.length;
            }
        }
    }

    /** Where a list has some items, from 0; those that it does not have are left out. */
    private static int[] positions(int[] list, int[] items) {
        return Arrays.stream(items)
                .flatMap(item -> IntStream.range(0, list.length)
                        .filter(i -> list[i] == item)
                        .limit(1))
                .toArray();
    }

    private static boolean contains(int[] items, int wanted) {
        return Arrays.stream(items).anyMatch(item -> item == wanted);
    }

    void add(RecordedAnswer answer, Optional<Repairs> repairs) {
        answersRead++;
        failedWithText += answer.failure().isPresent() && !answer.text().isBlank() ? 1 : 0;
        promptTokens += answer.usage().promptTokens();
        completionTokens += answer.usage().completionTokens();
        attempts += answer.usage().attempts();
        latencyMillis += answer.usage().latencyMillis();
        repairs.ifPresent(dropped -> {
            repaired += dropped.total() > 0 ? 1 : 0;
            outOfRange += dropped.outOfRange();
            duplicates += dropped.duplicates();
            beyondLimit += dropped.beyondLimit();
            inventions += dropped.hallucinated();
        });
    }

    TargetPicks targetPicks() {
        double expected = 0;
        for (int rank = 0; rank < targetsAtRank.length; rank++) {
            expected += targetsAtRank[rank] == 0 ? 0 : targetsAtRank[rank] * byRank.rate(rank);
        }
        return new TargetPicks(rowsWithPicks, exposed, hits, picksOfThese, evenHits, expected);
    }

    double picksPerRow() {
        return answered == 0 ? 0 : (double) picks / answered;
    }

    double explicitShare() {
        long all = explicitIntents + latentIntents;
        return all == 0 ? 0 : (double) explicitIntents / all;
    }

    ObjectNode writeTo(ObjectNode json) {
        json.put("rows", rows);
        ObjectNode status = json.putObject("rowsByStatus");
        byStatus.forEach(status::put);
        ObjectNode reasons = json.putObject("rowsWithoutIntentsByReason");
        byReason.forEach(reasons::put);
        json.put("picks", picks).put("picksPerRow", picksPerRow());
        json.put("explicitIntents", explicitIntents).put("latentIntents", latentIntents);
        json.put("explicitShare", explicitShare());
        json.put("withoutExplicit", withoutExplicit).put("withoutLatent", withoutLatent);
        json.put("inventions", inventions);
        if (answersRead > 0) {
            json.putObject("answers")
                    .put("read", answersRead)
                    .put("failedWithText", failedWithText)
                    .put("repaired", repaired)
                    .put("outOfRange", outOfRange)
                    .put("duplicates", duplicates)
                    .put("beyondLimit", beyondLimit)
                    .put("promptTokens", promptTokens)
                    .put("completionTokens", completionTokens)
                    .put("attempts", attempts)
                    .put("latencyMillis", latencyMillis);
        }
        TargetPicks target = targetPicks();
        json.putObject("target")
                .put("rows", target.rows())
                .put("exposed", target.exposed())
                .put("hits", target.hits())
                .put("shareOfPicks", target.share())
                .put("shareOfRows", target.rowShare())
                .put("hitsOfEvenPicks", target.even())
                .put("hitsOfRanksAlone", target.byRank());
        return json;
    }
}
