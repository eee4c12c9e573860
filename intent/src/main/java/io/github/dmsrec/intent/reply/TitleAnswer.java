package io.github.dmsrec.intent.reply;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * An answer by titles whose titles are found among the candidates: the corrected reading of what {@link PublishedAnswer}
 * cuts at every semicolon. Titles are compared without regard to case, blanks, the form of characters (Unicode NFKC) and
 * whether they are HTML entities; a number before a title, an id after it, quotation marks and a final full stop are
 * overlooked if the title fits without them only. Pieces stand on lines or between semicolons; the longest run of pieces
 * that is a title counts, so that a title may have semicolons itself.
 *
 * @param picks the candidates named, from 0 in the order of their ranks, distinct, in the order of the answer; at least one
 * @param repairs what was dropped
 */
public record TitleAnswer(int[] picks, Repairs repairs) {

    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
    private static final Pattern AROUND_SEMICOLONS = Pattern.compile(" ?; ?");
    private static final Pattern MARKS = Pattern.compile("^[\"'“”‘’*`]+|[\"'“”‘’*`.]+$");
    private static final Pattern NUMBERING = Pattern.compile("^(?:[-•] ?)?(?:[(#]?\\d{1,3}[.):] ?)?");
    private static final Pattern ID = Pattern.compile("_\\d+$");
    private static final List<UnaryOperator<String>> OVERLOOKED = List.of(
            text -> MARKS.matcher(text).replaceAll("").strip(),
            text -> NUMBERING.matcher(text).replaceFirst(""),
            text -> MARKS.matcher(text).replaceAll("").strip(),
            text -> ID.matcher(text).replaceFirst(""));

    /**
     * Reads an answer.
     *
     * @param text the model's answer
     * @param candidates best first, each with the texts that are its title, of {@link #normal}; none if it has no title
     * @param limit the most picks
     * @throws AnswerException if it is empty or names no candidate
     */
    public static TitleAnswer parse(String text, List<List<String>> candidates, int limit) throws AnswerException {
        String spoken = HtmlEntities.replacedIn(ReasoningStripper.cutFrom(text));
        Map<String, List<Integer>> ranks = new HashMap<>();
        int longest = 1;
        for (int rank = 0; rank < candidates.size(); rank++) {
            for (String title : candidates.get(rank)) {
                ranks.computeIfAbsent(title, key -> new ArrayList<>()).add(rank);
                longest = Math.max(longest, pieces(title).length);
            }
        }
        Reading reading = new Reading(ranks, limit);
        for (String line : spoken.lines().toList()) {
            String[] pieces = pieces(line);
            for (int at = 0; at < pieces.length; ) {
                at += reading.take(Arrays.copyOfRange(pieces, at, Math.min(at + longest, pieces.length)));
            }
        }
        if (reading.picks.isEmpty()) {
            throw new AnswerException("no title of a candidate in the answer");
        }
        return new TitleAnswer(
                reading.picks.stream().mapToInt(Integer::intValue).toArray(),
                new Repairs(0, reading.duplicates, reading.beyondLimit, reading.hallucinated));
    }

    private static String[] pieces(String line) {
        return line.split(";", -1);
    }

    /** What remains of a title where only its words count. */
    public static String normal(String title) {
        String text = HtmlEntities.replacedIn(title);
        text = Normalizer.normalize(text, Normalizer.Form.NFKC);
        text = INVISIBLE.matcher(text).replaceAll("");
        text = BLANKS.matcher(text).replaceAll(" ").strip();
        text = AROUND_SEMICOLONS.matcher(text).replaceAll(";");
        // By way of upper case, which tells fewer letters apart: ß is SS.
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static final class Reading {

        private final Map<String, List<Integer>> ranks;
        private final int limit;
        private final Set<Integer> picks = new LinkedHashSet<>();
        private int duplicates;
        private int beyondLimit;
        private int hallucinated;

        private Reading(Map<String, List<Integer>> ranks, int limit) {
            this.ranks = ranks;
            this.limit = limit;
        }

        /** Takes the title that begins with the first piece; how many pieces it has. */
        private int take(String[] pieces) {
            for (int count = pieces.length; count > 0; count--) {
                Optional<List<Integer>> named = find(String.join(";", Arrays.copyOf(pieces, count)));
                if (named.isPresent()) {
                    pick(named.get());
                    return count;
                }
            }
            if (!pieces[0].isBlank()) {
                hallucinated++;
            }
            return 1;
        }

        private Optional<List<Integer>> find(String text) {
            Set<String> forms = new LinkedHashSet<>(List.of(normal(text)));
            for (UnaryOperator<String> without : OVERLOOKED) {
                forms.addAll(forms.stream().map(without).toList());
            }
            return forms.stream()
                    .filter(ranks::containsKey)
                    .findFirst()
                    .flatMap(form -> Optional.ofNullable(ranks.get(form)));
        }

        /** Of candidates with the same title the best, then the next. */
        private void pick(List<Integer> named) {
            Optional<Integer> first =
                    named.stream().filter(rank -> !picks.contains(rank)).findFirst();
            if (first.isEmpty()) {
                duplicates++;
            } else if (picks.size() == limit) {
                beyondLimit++;
            } else {
                picks.add(first.get());
            }
        }
    }
}
