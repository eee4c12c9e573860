package io.github.dmsrec.intent.answers.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.intent.answers.exchange.IntentRecord;
import io.github.dmsrec.intent.answers.exchange.RecordedRow;
import java.util.Arrays;
import java.util.OptionalDouble;

/** What is counted over the rows of two folders. For one thread. */
final class AgreementCounts {

    private final ChanceOverlap chance = new ChanceOverlap();

    long rows;
    long both;
    long onlyFirst;
    long onlySecond;
    long compared;
    long identical;
    long withOrder;
    long sameFirst;
    private final long[] explicitIntents = new long[2];
    private final long[] intents = new long[2];
    private double sumOfJaccard;
    private double sumOfChance;
    private boolean chanceKnown = true;

    /** Counts a row; its Jaccard index, empty if both did not answer or neither picked. */
    OptionalDouble add(IntentRecord first, RecordedRow a, IntentRecord second, RecordedRow b) {
        rows++;
        addIntents(0, a);
        addIntents(1, b);
        onlyFirst += a.answered() && !b.answered() ? 1 : 0;
        onlySecond += b.answered() && !a.answered() ? 1 : 0;
        if (!a.answered() || !b.answered()) {
            return OptionalDouble.empty();
        }
        both++;
        int[] picksOfA = first.picks(a);
        int[] picksOfB = second.picks(b);
        int common = (int) Arrays.stream(picksOfA)
                .filter(item -> Arrays.stream(picksOfB).anyMatch(other -> other == item))
                .count();
        int union = picksOfA.length + picksOfB.length - common;
        if (union == 0) {
            return OptionalDouble.empty();
        }
        compared++;
        identical += common == union ? 1 : 0;
        if (a.numbers().length > 0 && b.numbers().length > 0) {
            withOrder++;
            sameFirst += picksOfA[0] == picksOfB[0] ? 1 : 0;
        }
        double jaccard = (double) common / union;
        sumOfJaccard += jaccard;
        addChance(Math.max(first.choices(a).length, second.choices(b).length), union, picksOfA.length, picksOfB.length);
        return OptionalDouble.of(jaccard);
    }

    private void addIntents(int side, RecordedRow row) {
        explicitIntents[side] += row.explicitTexts().length;
        intents[side] += row.explicitTexts().length + row.latentTexts().length;
    }

    private void addChance(int choices, int union, int first, int second) {
        if (choices == 0) {
            chanceKnown = false;
        } else if (first > 0 && second > 0) {
            // Titles of clicked items, as a control takes them, need not be candidates.
            sumOfChance += chance.jaccard(Math.max(choices, union), first, second);
        }
    }

    /** The mean Jaccard index of the picks; 0 if no row was compared. */
    double jaccard() {
        return compared == 0 ? 0 : sumOfJaccard / compared;
    }

    /** What picks of the same sizes, drawn evenly from the same candidates, would have; empty if these are not known. */
    OptionalDouble chance() {
        return chanceKnown && compared > 0 ? OptionalDouble.of(sumOfChance / compared) : OptionalDouble.empty();
    }

    /** The share of what chance leaves to agree on that is agreed on: 1 for equal picks, 0 for random ones. */
    OptionalDouble corrected() {
        OptionalDouble expected = chance();
        return expected.isPresent() && expected.getAsDouble() < 1
                ? OptionalDouble.of((jaccard() - expected.getAsDouble()) / (1 - expected.getAsDouble()))
                : OptionalDouble.empty();
    }

    /** The share of explicit intents of the first (0) or the second (1) folder. */
    double explicitShare(int side) {
        return intents[side] == 0 ? 0 : (double) explicitIntents[side] / intents[side];
    }

    static double share(long count, long of) {
        return of == 0 ? 0 : (double) count / of;
    }

    ObjectNode writeTo(ObjectNode json) {
        json.put("rows", rows).put("bothAnswered", both);
        json.put("onlyFirstAnswered", onlyFirst).put("onlySecondAnswered", onlySecond);
        json.put("compared", compared).put("identical", identical).put("identicalShare", share(identical, compared));
        json.put("jaccard", jaccard());
        chance().ifPresent(value -> json.put("jaccardOfChance", value));
        corrected().ifPresent(value -> json.put("chanceCorrectedJaccard", value));
        json.put("rowsWithOrder", withOrder).put("sameFirstPick", sameFirst);
        json.put("explicitShareOfFirst", explicitShare(0)).put("explicitShareOfSecond", explicitShare(1));
        return json;
    }
}
