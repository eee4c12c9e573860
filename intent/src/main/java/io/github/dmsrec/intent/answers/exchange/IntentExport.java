package io.github.dmsrec.intent.answers.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmsrec.core.UserMistakeException;
import io.github.dmsrec.core.artefact.OutputFile;
import io.github.dmsrec.core.io.ParquetColumn;
import io.github.dmsrec.core.io.ParquetFiles;
import io.github.dmsrec.core.io.ParquetWriter;
import io.github.dmsrec.core.progress.Progress;
import io.github.dmsrec.core.session.Split;
import io.github.dmsrec.intent.answers.replay.RecordedAnswer;
import io.github.dmsrec.intent.prompt.PromptOptions;
import io.github.dmsrec.intent.reply.AnswerStyle;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes a folder of intents as one file, a row for each prediction point, so that it can be shared: as JSONL or as
 * Parquet, with the same columns. The file holds no address and no secret of an endpoint, and not the click that follows.
 * It is what the inferrer {@code replay} reads.
 */
public final class IntentExport {

    private static final String JSONL = ".jsonl";
    private static final String PARQUET = ".parquet";

    private static final List<ParquetColumn> COLUMNS = List.of(
            new ParquetColumn("split", ParquetColumn.Type.TEXT),
            new ParquetColumn("row", ParquetColumn.Type.INTEGER),
            new ParquetColumn("session", ParquetColumn.Type.TEXT),
            new ParquetColumn("clicked", ParquetColumn.Type.TEXTS),
            new ParquetColumn("clicked_titles", ParquetColumn.Type.TEXTS),
            new ParquetColumn("shown", ParquetColumn.Type.TEXTS),
            new ParquetColumn("answer", ParquetColumn.Type.TEXT),
            new ParquetColumn("finish_reason", ParquetColumn.Type.TEXT),
            new ParquetColumn("format", ParquetColumn.Type.TEXT),
            new ParquetColumn("numbers", ParquetColumn.Type.INTEGERS),
            new ParquetColumn("picked", ParquetColumn.Type.TEXTS),
            new ParquetColumn("phrases", ParquetColumn.Type.TEXTS),
            new ParquetColumn("explicit", ParquetColumn.Type.TEXTS),
            new ParquetColumn("latent", ParquetColumn.Type.TEXTS),
            new ParquetColumn("status", ParquetColumn.Type.TEXT),
            new ParquetColumn("reason", ParquetColumn.Type.TEXT),
            new ParquetColumn("inferrer", ParquetColumn.Type.TEXT),
            new ParquetColumn("model", ParquetColumn.Type.TEXT),
            new ParquetColumn("template", ParquetColumn.Type.TEXT),
            new ParquetColumn("answers", ParquetColumn.Type.TEXT),
            new ParquetColumn("titles", ParquetColumn.Type.TEXT),
            new ParquetColumn("max_picks", ParquetColumn.Type.INTEGER),
            new ParquetColumn("prompt_tokens", ParquetColumn.Type.INTEGER),
            new ParquetColumn("completion_tokens", ParquetColumn.Type.INTEGER),
            new ParquetColumn("attempts", ParquetColumn.Type.INTEGER),
            new ParquetColumn("latency_ms", ParquetColumn.Type.INTEGER));

    private final IntentRecord record;
    private final Answers answers;
    private final String template;

    /** Takes the values of a row one by one, in the order of the columns. */
    private interface Sink {
        void text(Optional<String> value) throws IOException;

        void integer(Optional<Integer> value) throws IOException;

        void integers(int[] values) throws IOException;

        void texts(List<String> values) throws IOException;
    }

    private IntentExport(IntentRecord record, Answers answers) {
        this.record = record;
        this.answers = answers;
        this.template = Answers.fact(record.folder().manifest(), "template").asText("");
    }

    /**
     * Writes a file; one that is there is replaced when the new one is complete.
     *
     * @param out ends in {@code .jsonl} or {@code .parquet}
     * @return the number of rows
     * @throws UserMistakeException if the file has another ending
     */
    public static long write(IntentRecord record, Answers answers, Path out, Progress progress) throws IOException {
        String name = String.valueOf(out.getFileName());
        if (!name.endsWith(JSONL) && !name.endsWith(PARQUET)) {
            throw new UserMistakeException(
                    "'" + out + "' ends neither in " + JSONL + " nor in " + PARQUET + ".",
                    "'" + out + JSONL + "' was meant.");
        }
        List<Split> splits = List.of(Split.values());
        IntentExport export = new IntentExport(record, answers);
        try (Progress.Stage stage = progress.stage("export intents", "rows", record.count(splits))) {
            OutputFile.write(out, file -> {
                if (name.endsWith(JSONL)) {
                    export.writeLines(file, stage);
                } else {
                    export.writeParquet(file, stage);
                }
            });
            return record.count(splits);
        }
    }

    private void writeLines(Path file, Progress.Stage stage) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (Split split : Split.values()) {
                record.forEach(split, stage, row -> {
                    ObjectNode object = mapper.createObjectNode();
                    write(row, new ObjectSink(object));
                    writer.write(mapper.writeValueAsString(object));
                    writer.write('\n');
                });
            }
        }
    }

    private void writeParquet(Path file, Progress.Stage stage) throws IOException {
        ParquetFiles.write(file, COLUMNS, writer -> {
            for (Split split : Split.values()) {
                record.forEach(split, stage, row -> {
                    writer.beginRow();
                    write(row, new ParquetSink(writer));
                    writer.endRow();
                });
            }
        });
    }

    private void write(RecordedRow row, Sink sink) throws IOException {
        Optional<RecordedAnswer> answer = answers.find(row);
        int[] shown = row.shown().length > 0
                ? row.shown()
                : answer.map(RecordedAnswer::shown).orElse(new int[0]);
        sink.text(Optional.of(row.split().label()));
        sink.integer(Optional.of(row.number()));
        sink.text(Optional.of(record.session(row)));
        sink.texts(ids(record.clicks(row)));
        sink.texts(Arrays.stream(record.clicks(row))
                .mapToObj(record.catalogue()::title)
                .toList());
        sink.texts(ids(shown));
        sink.text(answer.filter(RecordedAnswer::verbatim).map(RecordedAnswer::text));
        sink.text(answer.map(kept -> kept.origin().finishReason()).filter(known -> !known.isEmpty()));
        sink.text(answer.map(kept -> kept.format().label()));
        sink.integers(row.numbers());
        sink.texts(ids(record.picks(row)));
        sink.texts(row.phrases());
        sink.texts(record.texts(row.explicitTexts()));
        sink.texts(record.texts(row.latentTexts()));
        sink.text(Optional.of(row.status().label()));
        sink.text(Optional.of(row.reason()));
        sink.text(Optional.of(record.inferrer()));
        sink.text(Optional.of(Answers.model(record)).filter(known -> !known.isEmpty()));
        sink.text(Optional.of(template).filter(known -> !known.isEmpty()));
        sink.text(answers.prompt().map(known -> known.template().answers().label()));
        sink.text(answers.prompt()
                .filter(known -> known.template().answers() == AnswerStyle.TITLES)
                .map(known -> known.titles().label()));
        sink.integer(answers.prompt().map(PromptOptions::maxPicks));
        sink.integer(known(answer, kept -> kept.usage().promptTokens()));
        sink.integer(known(answer, kept -> kept.usage().completionTokens()));
        sink.integer(known(answer, kept -> kept.usage().attempts()));
        sink.integer(known(
                answer, kept -> (int) Math.min(Integer.MAX_VALUE, kept.usage().latencyMillis())));
    }

    private List<String> ids(int[] items) {
        return Arrays.stream(items).mapToObj(record.catalogue()::id).toList();
    }

    private interface Count {
        int of(RecordedAnswer answer);
    }

    private static Optional<Integer> known(Optional<RecordedAnswer> answer, Count count) {
        return answer.map(count::of).filter(value -> value > 0);
    }

    /** Fields of an object; what has no value is not in it. */
    private static final class ObjectSink implements Sink {

        private final ObjectNode object;
        private int column;

        private ObjectSink(ObjectNode object) {
            this.object = object;
        }

        private String next() {
            return COLUMNS.get(column++).name();
        }

        @Override
        public void text(Optional<String> value) {
            String name = next();
            value.ifPresent(known -> object.put(name, known));
        }

        @Override
        public void integer(Optional<Integer> value) {
            String name = next();
            value.ifPresent(known -> object.put(name, known));
        }

        @Override
        public void integers(int[] values) {
            Arrays.stream(values).forEach(object.putArray(next())::add);
        }

        @Override
        public void texts(List<String> values) {
            values.forEach(object.putArray(next())::add);
        }
    }

    private record ParquetSink(ParquetWriter writer) implements Sink {

        @Override
        public void text(Optional<String> value) throws IOException {
            if (value.isPresent()) {
                writer.text(value.get());
            } else {
                writer.nothing();
            }
        }

        @Override
        public void integer(Optional<Integer> value) throws IOException {
            if (value.isPresent()) {
                writer.integer(value.get());
            } else {
                writer.nothing();
            }
        }

        @Override
        public void integers(int[] values) throws IOException {
            writer.integers(values);
        }

        @Override
        public void texts(List<String> values) throws IOException {
            writer.texts(values);
        }
    }
}
