package io.github.dmsrec.intent.answers.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.Fingerprint;
import io.github.dmsrec.core.session.Catalogue;
import io.github.dmsrec.intent.answers.replay.AnswerLines.Line;
import io.github.dmsrec.intent.inferrer.IntentRequest;
import io.github.dmsrec.intent.reply.AnswerFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The answers of a file, found by their rows or by the keys of their questions. Where a line says which clicks and which
 * candidates its answer is about, they must be those of the row. For one thread.
 */
final class FileAnswers implements AnswerSource {

    private final Path file;
    private final Catalogue catalogue;
    private final QuestionRebuilder questions;
    private final AnswerLines lines;
    private final Map<String, Integer> unusedKeys;

    /** @param lines of the file, closed with this */
    FileAnswers(Path file, Catalogue catalogue, QuestionRebuilder questions, AnswerLines lines) {
        this.file = file;
        this.catalogue = catalogue;
        this.questions = questions;
        this.lines = lines;
        this.unusedKeys = new HashMap<>(lines.keys());
    }

    @Override
    public Optional<RecordedAnswer> find(IntentRequest request) {
        Optional<Line> named = request.row().flatMap(lines::find);
        if (named.isPresent()) {
            return named.map(line -> kept(
                    line,
                    request,
                    line.shown().isEmpty() ? questions.shown(request) : shown(line, request),
                    line.format().orElse(AnswerFormat.TEXT)));
        }
        return lines.hasKeys()
                ? questions.firstFound(request, asked -> lines.find(asked.key()).map(line -> {
                    unusedKeys.remove(asked.key());
                    return kept(line, request, asked.prompt().shown(), asked.format());
                }))
                : Optional.empty();
    }

    private RecordedAnswer kept(Line line, IntentRequest request, int[] shown, AnswerFormat format) {
        requireClicks(line, request);
        return new RecordedAnswer(
                line.text(),
                line.verbatim(),
                line.asked(),
                line.failure(),
                line.numbers(),
                shown,
                format,
                line.place(),
                line.usage(),
                line.origin());
    }

    private void requireClicks(Line line, IntentRequest request) {
        if (line.clicked().isEmpty()) {
            return;
        }
        List<String> clicked =
                Arrays.stream(request.session()).mapToObj(catalogue::id).toList();
        if (!line.clicked().equals(clicked)) {
            throw new UserMistakeException(
                    line.place() + " is about the clicks " + line.clicked() + ", but " + row(request) + " has "
                            + clicked + ".",
                    "Give answers for this data set and these training targets (--targets).");
        }
    }

    /** The candidates in the order that the line says, which must be all of the row's that could be shown. */
    private int[] shown(Line line, IntentRequest request) {
        int[] shown = line.shown().stream()
                .mapToInt(id -> {
                    OptionalInt item = catalogue.indexOf(id);
                    if (item.isEmpty() || Arrays.stream(request.candidates()).noneMatch(c -> c == item.getAsInt())) {
                        throw otherCandidates(
                                line, "shows the item '" + id + "', which is not a candidate of", request);
                    }
                    return item.getAsInt();
                })
                .toArray();
        if (Arrays.stream(shown).distinct().count() < shown.length) {
            throw otherCandidates(line, "shows a candidate twice for", request);
        }
        Arrays.stream(request.candidates())
                .filter(candidate -> !catalogue.title(candidate).isBlank())
                .filter(candidate -> Arrays.stream(shown).noneMatch(item -> item == candidate))
                .findFirst()
                .ifPresent(missing -> {
                    throw otherCandidates(
                            line, "does not show the item '" + catalogue.id(missing) + "', a candidate of", request);
                });
        return shown;
    }

    private static UserMistakeException otherCandidates(Line line, String problem, IntentRequest request) {
        return new UserMistakeException(
                line.place() + " " + problem + " " + row(request) + ".",
                "Use the candidates that the answers were given for, or let the model answer again.");
    }

    private static String row(IntentRequest request) {
        return request.row().map(IntentRequest.Row::toString).orElse("a session beyond the data set");
    }

    @Override
    public void requireAllUsed() {
        unusedKeys.values().stream().min(Integer::compare).ifPresent(line -> {
            throw new UserMistakeException(
                    "Line " + line + " of '" + file + "' answers a question that no row asks, and so do "
                            + (unusedKeys.size() - 1) + " more.",
                    "Give answers that were made for this data set, these candidates and this model.");
        });
    }

    @Override
    public void describe(ObjectNode facts) {
        facts.put("source", "lines");
        try {
            facts.put("sourceFingerprint", Fingerprint.ofFile(file));
        } catch (IOException e) {
            throw new UserMistakeException(
                    "The file '" + file + "' cannot be read: " + e.getMessage() + ".",
                    "Run the command again: the file was moved while it was read.",
                    e);
        }
        lines.model().ifPresent(model -> facts.put("model", model));
        lines.template().ifPresent(template -> facts.put("template", template));
    }

    @Override
    public void close() {
        lines.close();
    }
}
